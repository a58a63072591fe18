using System.Diagnostics.Metrics;
using Aimi.Data;
using Aimi.Workers;

namespace Aimi.Sessions.Summaries;

/// <summary>The sessions that wait to be summarised, and those that are given up.</summary>
internal sealed class SummaryBacklog(TimeProvider time) : IBacklog
{
    private readonly LastReading<Figures> _last = new(time);

    public async Task Read(AimiDbContext database, CancellationToken cancellationToken)
    {
        var pending = await SummaryCounts.Pending(database, cancellationToken);
        _last.Set(new Figures(pending.Count, time.GetUtcNow() - pending.Oldest ?? TimeSpan.Zero, await SummaryCounts.GivenUp(database, cancellationToken)));
    }

    public void Begin(Meter meter)
    {
        meter.CreateObservableGauge("aimi.summarization.pending", () => _last.Tell(figures => figures.Pending), "{session}", "Sessions that ended and wait to be summarised, at most 10,000.");
        meter.CreateObservableGauge("aimi.summarization.pending.age", () => _last.Tell(figures => figures.Age.TotalSeconds), "s", "How long the oldest of them has waited.");
        meter.CreateObservableGauge("aimi.summarization.given_up", () => _last.Tell(figures => figures.GivenUp), "{session}", "Sessions that could not be summarised and are tried no more, at most 10,000.");
    }

    private sealed record Figures(int Pending, TimeSpan Age, int GivenUp);
}
