using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aimi.Hosting;
using Aimi.Hosting.Outgoing;
using Aimi.Reminders.Push;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Aimi.Tests.Reminders.Push;

/// <summary>A browser with the push service that it subscribed at: checks who pushes (RFC 8292), and opens what is pushed with the browser's own key (RFC 8291).</summary>
internal sealed partial class StubBrowser : IAsyncDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);
    private readonly TimeProvider _time;
    private readonly string _path = $"/push/{Guid.CreateVersion7():N}";
    private TlsServer _server = null!;

    private StubBrowser(TimeProvider time) => _time = time;

    public string Endpoint => $"https://localhost:{_server.Port}{_path}";

    public string P256dh => Base64Url.EncodeToString(Point(_key));

    public string Auth => Base64Url.EncodeToString(_auth);

    /// <summary>Aimi's key, with which the browser subscribed.</summary>
    public string? ApplicationServerKey { get; set; }

    public (int Status, string? RetryAfter) Next { get; set; } = (201, null);

    public ConcurrentQueue<BrowserPush> Pushed { get; } = [];

    /// <summary>What it found wrong.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    public static async Task<StubBrowser> Start(TimeProvider time)
    {
        var browser = new StubBrowser(time);
        browser._server = await TlsServer.Start(browser.Answer);
        return browser;
    }

    public static VapidSigner Signer(TimeProvider time, string? dataFolder = null, WebPushOptions? options = null) => new(
        Options.Create(options ?? new WebPushOptions { Subject = "mailto:operator@example.org" }),
        Options.Create(new ServerOptions()),
        new ConfigurationBuilder().AddInMemoryCollection([new("Data", dataFolder)]).Build(),
        time);

    public WebPushSender Sender(VapidSigner signer, TimeProvider time, bool guarded = false) =>
        new(signer, time, new OutgoingGuard(allowPrivateNetworks: !guarded), guard => _server.Trusted(guard.CreateHandler(TimeSpan.FromSeconds(5))));

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private static byte[] Point(ECDiffieHellman key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. q.X!, .. q.Y!];
    }

    private async Task Answer(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var complaint = Complaint(http.Request);
        if (complaint is not null)
        {
            Complaints.Enqueue(complaint);
            http.Response.StatusCode = 403;
            return;
        }

        http.Response.StatusCode = Next.Status;
        if (Next.RetryAfter is { } retryAfter)
            http.Response.Headers.RetryAfter = retryAfter;
        if (Next.Status == 201)
            Pushed.Enqueue(new BrowserPush(new HeaderDictionary(http.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)), JsonNode.Parse(Open(body.ToArray()))!, (int)body.Length));
    }

    private string? Complaint(HttpRequest request)
    {
        var headers = request.Headers;
        if (request.Path != _path || request.Method != "POST")
            return "not the subscription";
        if (Vapid().Match(headers.Authorization.ToString()) is not { Success: true } vapid)
            return "no VAPID";
        if (ApplicationServerKey is not null && vapid.Groups["key"].Value != ApplicationServerKey)
            return "another key than that of the subscription";

        var point = Base64Url.DecodeFromChars(vapid.Groups["key"].Value);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        if (SignedToken.Read(vapid.Groups["token"].Value, key)?.Claims is not { } claims)
            return "the signature";

        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        return (string?)claims["aud"] != $"https://localhost:{_server.Port}" ? "aud"
            : (long)claims["exp"]! <= now || (long)claims["exp"]! > now + 86_400 ? "exp"
            : (string?)claims["sub"] != "mailto:operator@example.org" ? "sub"
            : !long.TryParse(headers["TTL"], CultureInfo.InvariantCulture, out var ttl) || ttl < 0 ? "TTL"
            : headers.ContentEncoding != "aes128gcm" ? "encoding"
            : !Topic().IsMatch(headers["Topic"].ToString()) ? "topic"
            : headers["Urgency"].ToString() is not ("very-low" or "low" or "normal" or "high") ? "urgency"
            : null;
    }

    // By RFC 8291's own steps, each an HMAC.
    private byte[] Open(byte[] sealedBody)
    {
        Assert.True(sealedBody.Length <= 4096, "A push service takes 4096 bytes.");
        var (salt, sender) = (sealedBody[..16], sealedBody[21..86]);
        Assert.Equal((4096, 65), (BinaryPrimitives.ReadInt32BigEndian(sealedBody.AsSpan(16)), sealedBody[20]));
        using var their = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        var shared = _key.DeriveRawSecretAgreement(their.PublicKey);
        byte[] about = [.. "WebPush: info\0"u8, .. Point(_key), .. sender, 1];
        var secret = HMACSHA256.HashData(salt, HMACSHA256.HashData(HMACSHA256.HashData(_auth, shared), about));
        byte[] keyInfo = [.. "Content-Encoding: aes128gcm\0"u8, 1], nonceInfo = [.. "Content-Encoding: nonce\0"u8, 1];
        var (key, nonce) = (HMACSHA256.HashData(secret, keyInfo)[..16], HMACSHA256.HashData(secret, nonceInfo)[..12]);

        var record = new byte[sealedBody.Length - 86 - 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(nonce, sealedBody.AsSpan(86, record.Length), sealedBody.AsSpan(86 + record.Length), record);
        Assert.Equal(2, record[^1]);
        return record[..^1];
    }

    [GeneratedRegex("^vapid t=(?<token>[^, ]+), k=(?<key>[^, ]+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Vapid();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,32}$", RegexOptions.NonBacktracking)]
    private static partial Regex Topic();
}

internal sealed record BrowserPush(IHeaderDictionary Headers, JsonNode Payload, int Length);
