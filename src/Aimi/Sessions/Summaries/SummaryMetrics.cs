using System.Diagnostics.Metrics;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;

namespace Aimi.Sessions.Summaries;

/// <summary>What became of sessions that were to be summarised.</summary>
/// <remarks>No metric may be called a summary: that is a type of Prometheus's.</remarks>
internal sealed class SummaryMetrics(IMeterFactory meters) : IMetrics
{
    private readonly Counter<long> _finished = meters.Counter("aimi.summarization.finished", "{attempt}", "Attempts to summarise a session that ended.");

    public void Begin(Meter meter)
    {
        foreach (var outcome in Enum.GetValues<SummaryOutcome>())
            Count(outcome, 0);
    }

    public void Count(SummaryOutcome outcome) => Count(outcome, 1);

    private void Count(SummaryOutcome outcome, int attempts) => _finished.Add(attempts, new KeyValuePair<string, object?>("outcome", outcome.Word()));
}

/// <summary>What became of an attempt.</summary>
internal enum SummaryOutcome
{
    Done,

    /// <summary>It is tried again later.</summary>
    Retried,

    /// <summary>It is tried no more.</summary>
    Failed,
}
