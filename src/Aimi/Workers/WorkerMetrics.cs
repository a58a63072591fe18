using System.Diagnostics.Metrics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Workers;

/// <summary>How the work in the background goes.</summary>
internal sealed class WorkerMetrics(IMeterFactory meters, WorkerStates states) : IMetrics
{
    private readonly Histogram<double> _runs = meters.Seconds(
        "aimi.worker.run.duration", "How long a worker's run took, be there work or not.", 0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300);

    public void Ran(string worker, TimeSpan duration, bool isDone) =>
        _runs.Record(duration.TotalSeconds, new("worker", worker), new("outcome", isDone ? "done" : "failed"));

    public void Begin(Meter meter) => meter.CreateObservableGauge(
        "aimi.worker.idle",
        () => states.Idle().Select(each => new Measurement<double>(each.For.TotalSeconds, new KeyValuePair<string, object?>("worker", each.Worker))),
        "s",
        "Since a worker last ran to its end.");
}
