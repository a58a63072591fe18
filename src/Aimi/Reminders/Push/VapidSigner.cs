using System.Text.Json.Nodes;
using Aimi.Data;
using Aimi.Hosting;
using Microsoft.Extensions.Options;

namespace Aimi.Reminders.Push;

/// <summary>Tells the push services of browsers who pushes (VAPID, RFC 8292). A subscription is bound to the key, so that it must stay the same.</summary>
internal sealed class VapidSigner(IOptions<WebPushOptions> options, IOptions<ServerOptions> server, IConfiguration settings, TimeProvider time) : IDisposable
{
    public const string FileName = "web-push-key.pem";

    /// <summary>At most a day.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly Lazy<Es256Key> _key = new(() =>
        Es256Key.Read(string.IsNullOrWhiteSpace(options.Value.Key) ? KeptIn(Server.DataFolder(settings)) : options.Value.Key));

    /// <summary>What a browser subscribes with: an uncompressed point, base64url.</summary>
    public string PublicKey => _key.Value.PublicKey;

    /// <summary>The header for a push to that address.</summary>
    public string Authorization(Uri endpoint)
    {
        var claims = new JsonObject
        {
            ["aud"] = endpoint.GetLeftPart(UriPartial.Authority),
            ["exp"] = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds(),
            ["sub"] = Subject,
        };
        return $"vapid t={_key.Value.Sign(new JsonObject { ["typ"] = "JWT" }, claims)}, k={PublicKey}";
    }

    public void Dispose()
    {
        if (_key.IsValueCreated)
            _key.Value.Dispose();
    }

    // Somebody at home has no address; those services that look at it want one that can be written to, which is a setting then.
    private string Subject => options.Value is { Subject: { Length: > 0 } subject } ? subject
        : server.Value.PublicAddress is { Scheme: "https" } address ? address.GetLeftPart(UriPartial.Authority) : "mailto:owner@localhost";

    /// <summary>The path of the key's file; made, whole or not at all, where there is none.</summary>
    private static string KeptIn(string folder)
    {
        var path = Path.Combine(folder, FileName);
        DataFolder.MakeOnce(path, () =>
        {
            using var key = Es256Key.Create();
            return key.ToPem();
        });
        return path;
    }
}
