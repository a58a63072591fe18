using System.Diagnostics.Metrics;
using Aimi.Data;
using Aimi.Workers;

namespace Aimi.Reminders;

/// <summary>The reminders that are planned, those that should have rung, and those that are given up.</summary>
internal sealed class ReminderBacklog(TimeProvider time) : IBacklog
{
    private readonly LastReading<Figures> _last = new(time);

    public async Task Read(AimiDbContext database, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = await ReminderCounts.Due(database, now, cancellationToken);
        _last.Set(new Figures(
            await ReminderCounts.Scheduled(database, cancellationToken), due.Count, await ReminderCounts.GivenUp(database, cancellationToken), now - due.Oldest ?? TimeSpan.Zero));
    }

    public void Begin(Meter meter)
    {
        meter.CreateObservableGauge(
            "aimi.reminder.queue",
            () => new[]
            {
                In("scheduled", figures => figures.Scheduled), In("due", figures => figures.Due), In("given_up", figures => figures.GivenUp),
            },
            "{reminder}",
            "Reminders that are planned, that of these are due, and that are given up, at most 10,000 of each.");
        meter.CreateObservableGauge("aimi.reminder.due.age", () => _last.Tell(figures => figures.Age.TotalSeconds), "s", "How long the oldest reminder that is due has waited.");
    }

    private Measurement<double> In(string state, Func<Figures, double> count) => new(_last.Tell(count), new KeyValuePair<string, object?>("state", state));

    private sealed record Figures(int Scheduled, int Due, int GivenUp, TimeSpan Age);
}
