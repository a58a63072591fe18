using System.Diagnostics;
using OpenTelemetry;

namespace Aimi.Hosting.Telemetry;

/// <summary>
/// Takes out of spans what may be a person's or a secret: a path may hold a token (to unsubscribe, to push to a device), an address who someone is. A request's route says where
/// it went, a host whom was called.
/// </summary>
internal sealed class Discretion : BaseProcessor<Activity>
{
    /// <summary>Of a statement, which holds no values: enough to know it by.</summary>
    private const int MaxStatement = 1_000;

    private static readonly string[] Hidden = ["url.path", "url.query", "client.address", "network.peer.address", "user_agent.original"];

    public override void OnEnd(Activity data)
    {
        if (data.Kind is not (ActivityKind.Server or ActivityKind.Client))
            return;

        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
        foreach (var tag in Hidden)
            data.SetTag(tag, null);
        if (data.GetTagItem("url.full") is string address)
            data.SetTag("url.full", Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null);
        if (data.GetTagItem("db.query.text") is string { Length: > MaxStatement } statement)
            data.SetTag("db.query.text", statement[..MaxStatement]);
    }
}
