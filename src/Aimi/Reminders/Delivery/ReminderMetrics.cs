using System.Diagnostics.Metrics;

namespace Aimi.Reminders;

/// <summary>How reminders arrive, by channel.</summary>
internal sealed class ReminderMetrics(IMeterFactory meters)
{
    private readonly Instruments _instruments = new(meters.Create("Aimi"));

    /// <summary>Counts an attempt that ended, and how late what was delivered came.</summary>
    public void Count(ReminderLog log)
    {
        var channel = new KeyValuePair<string, object?>("channel", log.Channel);
        var counter = log.Status switch
        {
            DeliveryStatus.Sent => _instruments.Delivered,
            DeliveryStatus.Failed => _instruments.Failed,
            _ => _instruments.Skipped,
        };
        counter.Add(1, channel);
        if (log.Status == DeliveryStatus.Sent)
            _instruments.Lateness.Record(log.LateByMs / 1000.0, channel);
    }

    private sealed class Instruments(Meter meter)
    {
        public Counter<long> Delivered { get; } = meter.CreateCounter<long>("aimi.reminder.delivered", "{reminder}", "Reminders that were delivered.");

        public Counter<long> Failed { get; } = meter.CreateCounter<long>("aimi.reminder.failed", "{attempt}", "Attempts to deliver that failed.");

        public Counter<long> Skipped { get; } = meter.CreateCounter<long>("aimi.reminder.skipped", "{reminder}", "Reminders that were not worth telling.");

        public Histogram<double> Lateness { get; } = meter.CreateHistogram(
            "aimi.reminder.lateness",
            "s",
            "From when a reminder was due until it was delivered.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600] });
    }
}
