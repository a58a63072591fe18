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
    private const int MaxStatement = 300;

    public override void OnEnd(Activity data)
    {
        if (data.Kind is not (ActivityKind.Server or ActivityKind.Client))
            return;

        if (data.StatusDescription is not null)
            data.SetStatus(data.Status);
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            switch (tag.Key)
            {
                case "url.path" or "url.query" or "client.address" or "network.peer.address" or "user_agent.original":
                case "db.npgsql.data_source" or "db.npgsql.connection_id": // whose server and database it is, the others say
                    data.SetTag(tag.Key, null);
                    break;
                case "url.full":
                    data.SetTag(tag.Key, Uri.TryCreate(tag.Value as string, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : null);
                    break;
                case "db.query.text" when tag.Value is string { Length: > MaxStatement } statement:
                    data.SetTag(tag.Key, statement[..MaxStatement]);
                    break;
            }
        }
    }
}
