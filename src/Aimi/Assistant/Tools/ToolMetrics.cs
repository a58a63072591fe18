using System.Diagnostics.Metrics;
using Aimi.Hosting.Resources;
using Aimi.Hosting.Telemetry;

namespace Aimi.Assistant.Tools;

/// <summary>What came of the calls of tools. What a model calls a tool that there is none of is no label.</summary>
internal sealed class ToolMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _calls = meters.Counter("aimi.tool.call", "{call}", "Calls of tools by a model, or by the offline assistant.");

    public void Answered(string tool, ToolStatus status) => Count(tool, status.Word());

    /// <summary>The arguments were no JSON.</summary>
    public void Malformed(string tool) => Count(tool, "malformed");

    /// <summary>It threw.</summary>
    public void Failed(string tool) => Count(tool, "failed");

    /// <summary>The reply was stopped, or ran out of its time.</summary>
    public void Cancelled(string tool) => Count(tool, "cancelled");

    /// <summary>There is no such tool.</summary>
    public void Unknown() => Count("unknown", "unknown");

    private void Count(string tool, string outcome) => _calls.Add(1, new("tool", tool), new("outcome", outcome));
}
