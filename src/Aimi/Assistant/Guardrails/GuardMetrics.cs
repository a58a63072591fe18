using System.Diagnostics.Metrics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Assistant.Guardrails;

/// <summary>What the guardrails caught, by what it was; never what was said.</summary>
internal sealed class GuardMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _caught = meters.Counter(
        "aimi.guardrail.caught", "{text}", "Messages and sentences of replies that a guardrail answered, replaced or mended.");

    /// <param name="what">Of a fixed set: <c>crisis</c>, <c>minors</c>, <c>claim</c>, <c>leak</c>, …</param>
    /// <param name="where"><c>message</c> or <c>reply</c>.</param>
    public void Count(string what, string where) => _caught.Add(1, new("what", what), new("where", where));
}
