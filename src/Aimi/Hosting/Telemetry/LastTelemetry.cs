using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Aimi.Hosting.Telemetry;

/// <summary>
/// What a process that stops has still to tell its collector. It has a time of its own, for both at once: the SDK by itself waits five seconds for the traces, then five for the
/// metrics, and with a collector that hangs a stop that took all its patience would be cut off at its deadline.
/// </summary>
internal sealed partial class LastTelemetry(TracerProvider traces, MeterProvider metrics, ILogger<LastTelemetry> log)
{
    /// <summary>Less than is left of a stop behind what it waits for.</summary>
    private static readonly TimeSpan Patience = (Server.StopDeadline - Server.StopPatience) / 2;

    /// <summary>Sends it; nothing is measured or traced after that.</summary>
    public async Task Send()
    {
        // Both block. What they return does not tell: Prometheus, which asks by itself, counts as metrics that were not sent. A collector that refuses them is said to be away.
        var (patience, begun) = ((int)Patience.TotalMilliseconds, Stopwatch.GetTimestamp());
        await Task.WhenAll(Task.Run(() => traces.Shutdown(patience)), Task.Run(() => metrics.Shutdown(patience)));
        if (Stopwatch.GetElapsedTime(begun) >= Patience)
            Cut(Patience.TotalSeconds);
    }

    [LoggerMessage(
        1133, LogLevel.Warning, "The collector did not take the last traces and metrics within {Seconds} s, and Aimi stops without: they are lost", EventName = "telemetry_cut")]
    private partial void Cut(double seconds);
}
