using System.Diagnostics.Metrics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Realtime;

/// <summary>Who listens.</summary>
internal sealed class SocketMetrics(RealtimeHub hub) : IMetrics
{
    public void Begin(Meter meter) =>
        meter.CreateObservableGauge("aimi.socket.open", () => hub.Sockets, "{socket}", "WebSockets that are open on this replica.");
}
