using System.Diagnostics.Metrics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Memory.Recall;

/// <summary>How long it takes to find what is remembered, and how much that is.</summary>
public sealed class RecallMetrics(IMeterFactory meters)
{
    private readonly Histogram<double> _duration = meters.Seconds(
        "aimi.recall.duration", "How long a search of what is remembered took.", 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5);

    private readonly Histogram<int> _hits = meters.Histogram(
        "aimi.recall.hits", "{memory}", "Memories that a search found.", 0, 1, 2, 5, 10, 20, 30, 50);

    public void Searched(TimeSpan duration, int found)
    {
        _duration.Record(duration.TotalSeconds);
        _hits.Record(found);
    }
}
