using System.Diagnostics.Metrics;
using Aimi.Hosting.Resources;

namespace Aimi.Hosting.Telemetry;

/// <summary>What the process is at, as <c>/health/ready</c> tells it.</summary>
internal sealed class ServingMetrics(Readiness readiness) : IMetrics
{
    private static readonly (ServingState State, KeyValuePair<string, object?> Label)[] States =
        [.. Enum.GetValues<ServingState>().Select(state => (state, new KeyValuePair<string, object?>("state", state.Word())))];

    public void Begin(Meter meter) =>
        meter.CreateObservableGauge("aimi.serving", Observe, description: "1 for the state that the process is in, 0 for the others.");

    private IEnumerable<Measurement<int>> Observe()
    {
        var now = readiness.State;
        return States.Select(each => new Measurement<int>(each.State == now ? 1 : 0, each.Label));
    }
}
