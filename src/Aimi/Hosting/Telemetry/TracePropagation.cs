using System.Diagnostics;

namespace Aimi.Hosting.Telemetry;

/// <summary>
/// W3C Trace Context without its company: <c>baggage</c> and <c>tracestate</c> hold what somebody else wrote, and go to nobody. A trace goes on from callers who are trusted
/// only; and on to servers that the operator chose, such as a model's, where it is kept at all. Who was chosen by a person learns nothing of it.
/// </summary>
internal sealed class TracePropagation(bool trustsCallers) : DistributedContextPropagator
{
    private const string Traceparent = "traceparent";

    public override IReadOnlyCollection<string> Fields => [Traceparent];

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (activity is { Recorded: true, IdFormat: ActivityIdFormat.W3C } && Spans.Source.HasListeners())
            setter?.Invoke(carrier, Traceparent, activity.Id!);
    }

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        (traceId, traceState) = (null, null);
        if (!trustsCallers || getter is null)
            return;

        getter(carrier, Traceparent, out var given, out _);
        if (ActivityContext.TryParse(given, traceState: null, out _))
            traceId = given;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
}
