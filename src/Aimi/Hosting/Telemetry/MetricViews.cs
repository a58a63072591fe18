using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Aimi.Hosting.Telemetry;

/// <summary>
/// Of what the platform measures, that which an operator has a use for, with the labels that have few values: what a client sends, and where a person's
/// webhook or calendar lies, is no label. Of this program's own instruments nothing is changed.
/// </summary>
internal static class MetricViews
{
    private static readonly double[] Requests = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    private static readonly double[] Statements = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

    // A name that ends in "count" is a histogram's to Prometheus.
    private static readonly Dictionary<string, MetricStreamConfiguration> Kept = new(StringComparer.Ordinal)
    {
        ["http.server.request.duration"] = Histogram(Requests, "http.request.method", "http.route", "http.response.status_code"),
        ["http.server.active_requests"] = With("http.request.method"),
        ["kestrel.active_connections"] = With(),
        ["kestrel.queued_connections"] = With(),
        ["http.client.request.duration"] = Histogram(Requests, "http.request.method", "http.response.status_code", "error.type"),
        ["db.client.operation.duration"] = Histogram(Statements),
        ["db.client.operation.failed"] = With(),
        ["db.client.connection.count"] = new MetricStreamConfiguration { Name = "db.client.connections", TagKeys = ["db.client.connection.state"] },
        ["db.client.connection.max"] = With(),
        ["dotnet.process.cpu.time"] = With("cpu.mode"),
        ["dotnet.process.memory.working_set"] = With(),
        ["dotnet.gc.collections"] = With("gc.heap.generation"),
        ["dotnet.gc.heap.total_allocated"] = With(),
        ["dotnet.gc.last_collection.heap.size"] = With("gc.heap.generation"),
        ["dotnet.gc.pause.time"] = With(),
        ["dotnet.monitor.lock_contentions"] = With(),
        ["dotnet.thread_pool.queue.length"] = With(),
        ["dotnet.exceptions"] = With(),
    };

    public static MetricStreamConfiguration? Of(Instrument instrument) =>
        instrument.Meter.Name == Instruments.Meter ? null : Kept.GetValueOrDefault(instrument.Name, MetricStreamConfiguration.Drop);

    private static MetricStreamConfiguration With(params string[] labels) => new() { TagKeys = labels };

    private static ExplicitBucketHistogramConfiguration Histogram(double[] boundaries, params string[] labels) =>
        new() { Boundaries = boundaries, TagKeys = labels };
}
