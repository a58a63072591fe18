using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Reminders.Push;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aimi.Tests.Reminders.Push;

/// <summary>Apple's push service as its documents describe it: both of it, by the name under which it is called.</summary>
internal sealed class StubApple : IAsyncDisposable
{
    public const string KeyId = "ABC123DEFG";
    public const string TeamId = "TEAM567890";
    public const string Topic = "org.example.aimi";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private TlsServer _server = null!;

    private StubApple(TimeProvider time) => Time = time;

    /// <summary>The devices, and of which service each token is.</summary>
    public ConcurrentDictionary<string, PushEnvironment> Known { get; } = new(StringComparer.Ordinal);

    /// <summary>From which the app was removed.</summary>
    public ConcurrentBag<string> Unregistered { get; } = [];

    /// <summary>What is answered first instead: status, reason, Retry-After.</summary>
    public ConcurrentQueue<(int Status, string Reason, string? RetryAfter)> Scripted { get; } = [];

    /// <summary>What it took.</summary>
    public ConcurrentQueue<ApplePush> Pushed { get; } = [];

    /// <summary>The tokens under which it was asked, in order.</summary>
    public ConcurrentQueue<string> ProviderTokens { get; } = [];

    public TimeProvider Time { get; set; }

    public static async Task<StubApple> Start(TimeProvider time)
    {
        var apple = new StubApple(time);
        apple._server = await TlsServer.Start(apple.Answer);
        return apple;
    }

    public ApnsOptions Options => new() { KeyId = KeyId, TeamId = TeamId, Topic = Topic, Key = _key.ExportPkcs8PrivateKeyPem() };

    public ApnsSender Sender(TimeProvider time, ApnsOptions? options = null) => new(
        options ?? Options, time, NullLogger<ApnsSender>.Instance, _server.Trusted(new SocketsHttpHandler()),
        HostsAt(_server.Port));

    /// <summary>A token of the real kind, which this service knows.</summary>
    public string Device(PushEnvironment environment = PushEnvironment.Production)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Known[token] = environment;
        return token;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private static Func<PushEnvironment, Uri> HostsAt(int port) =>
        environment => new Uri($"https://{(environment is PushEnvironment.Sandbox ? "localhost" : "127.0.0.1")}:{port}");

    private async Task Answer(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var (status, reason, retryAfter) = Judge(http.Request, body.ToArray());
        http.Response.StatusCode = status;
        if (retryAfter is not null)
            http.Response.Headers.RetryAfter = retryAfter;
        if (status == 200)
            http.Response.Headers["apns-id"] = http.Request.Headers["apns-id"];
        else
            await http.Response.WriteAsJsonAsync(new { reason, timestamp = status == 410 ? Time.GetUtcNow().ToUnixTimeMilliseconds() : (long?)null });
    }

    private (int Status, string Reason, string? RetryAfter) Judge(HttpRequest request, byte[] body)
    {
        var headers = request.Headers;
        var environment = request.Host.Host is "localhost" ? PushEnvironment.Sandbox : PushEnvironment.Production;
        if (request.Protocol != "HTTP/2")
            return (505, "HttpVersion", null);
        if (request.Method != "POST")
            return (405, "MethodNotAllowed", null);
        if (!request.Path.Value!.StartsWith("/3/device/", StringComparison.Ordinal))
            return (404, "BadPath", null);
        if (headers.Authorization.ToString() is not { Length: > 0 } authorization || !authorization.StartsWith("bearer ", StringComparison.Ordinal))
            return (403, "MissingProviderToken", null);

        ProviderTokens.Enqueue(authorization[7..]);
        if (SignedToken.Read(authorization[7..], _key) is not { } token || (string?)token.Header["kid"] != KeyId || (string?)token.Claims["iss"] != TeamId)
            return (403, "InvalidProviderToken", null);

        var age = Time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds((long)token.Claims["iat"]!);
        if (age > TimeSpan.FromHours(1) || age < TimeSpan.FromMinutes(-1))
            return (403, "ExpiredProviderToken", null);
        if (Scripted.TryDequeue(out var scripted))
            return scripted;
        if (!Guid.TryParseExact(headers["apns-id"], "D", out _))
            return (400, "BadMessageId", null);
        if (headers["apns-topic"] != Topic)
            return (400, "DeviceTokenNotForTopic", null);
        if (headers["apns-push-type"] != "alert")
            return (400, "InvalidPushType", null);
        if (headers["apns-priority"] != "10" && headers["apns-priority"] != "5")
            return (400, "BadPriority", null);
        if (!long.TryParse(headers["apns-expiration"], out _))
            return (400, "BadExpirationDate", null);
        if (headers["apns-collapse-id"].ToString() is not { Length: >= 1 and <= 64 })
            return (400, "BadCollapseId", null);
        if (body.Length > 4096)
            return (413, "PayloadTooLarge", null);

        var device = request.Path.Value["/3/device/".Length..];
        if (Unregistered.Contains(device))
            return (410, "Unregistered", null);
        if (!Known.TryGetValue(device, out var own) || own != environment)
            return (400, "BadDeviceToken", null);

        Pushed.Enqueue(new ApplePush(environment, device, new HeaderDictionary(headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), JsonNode.Parse(body)!));
        return (200, "", null);
    }
}

internal sealed record ApplePush(PushEnvironment Environment, string Device, IHeaderDictionary Headers, JsonNode Payload)
{
    public string? Title => (string?)Payload["aps"]!["alert"]!["title"];

    public string? Body => (string?)Payload["aps"]!["alert"]!["body"];

    public string Action => (string)Payload["action_path"]!;
}
