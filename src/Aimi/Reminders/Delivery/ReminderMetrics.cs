using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Aimi.Accounts;
using Aimi.Hosting.Telemetry;

namespace Aimi.Reminders;

/// <summary>How reminders arrive, by channel.</summary>
internal sealed class ReminderMetrics(IMeterFactory meters) : IMetrics
{
    /// <summary>A row may name a channel that is none any more.</summary>
    private const string Other = "other";

    private static readonly FrozenSet<string> Channels = ReminderChannels.All.Concat([EventReminders.FeedbackChannel, Other]).ToFrozenSet(StringComparer.Ordinal);

    private readonly Counter<long> _delivered = meters.Counter("aimi.reminder.delivered", "{reminder}", "Reminders that were delivered.");
    private readonly Counter<long> _failed = meters.Counter("aimi.reminder.failed", "{attempt}", "Attempts to deliver that failed.");
    private readonly Counter<long> _skipped = meters.Counter("aimi.reminder.skipped", "{reminder}", "Reminders that were not worth telling.");
    private readonly Histogram<double> _lateness = meters.Seconds(
        "aimi.reminder.lateness", "From when a reminder was due until it was delivered.", 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600);

    public void Begin(Meter meter)
    {
        foreach (var channel in Channels)
        {
            foreach (var counter in (Counter<long>[])[_delivered, _failed, _skipped])
                counter.Add(0, Label(channel));
        }
    }

    /// <summary>Counts an attempt that ended, and how late what was delivered came.</summary>
    public void Count(ReminderLog log)
    {
        var channel = Label(Channels.Contains(log.Channel) ? log.Channel : Other);
        var counter = log.Status switch
        {
            DeliveryStatus.Sent => _delivered,
            DeliveryStatus.Failed => _failed,
            _ => _skipped,
        };
        counter.Add(1, channel);
        if (log.Status == DeliveryStatus.Sent)
            _lateness.Record(log.LateByMs / 1000.0, channel);
    }

    private static KeyValuePair<string, object?> Label(string channel) => new("channel", channel);
}
