using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn.Apple;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>Apple's servers, as far as they are asked: keys, what a code is worth, taking back. They look at the client's secret as Apple does.</summary>
internal sealed class TestApple : ProviderServer
{
    public const string App = "org.example.aimi";
    public const string Page = "org.example.aimi.web";
    public const string TeamId = "TEAM123456";
    public const string KeyId = "KEY1234567";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, string> _codes = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public TestApple(TimeProvider time) => _time = time;

    /// <summary>The .p8 file that the operator was given.</summary>
    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    public AppleAddresses Addresses => new(new($"{Address}/auth/keys"), new($"{Address}/auth/token"), new($"{Address}/auth/revoke"));

    /// <summary>Only what grants and takes back: the keys are there.</summary>
    public bool IsTokenServerAway { get; set; }

    /// <summary>Tokens that were taken back.</summary>
    public ConcurrentQueue<string> Revoked { get; } = [];

    /// <summary>A code as the app gets it, of a person.</summary>
    public string Code(string subject)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = subject;
        return code;
    }

    protected override string IssuerAt(string address) => AppleAddresses.Issuer;

    protected override void Map(WebApplication app)
    {
        app.MapGet("/auth/keys", Keys);
        app.MapPost("/auth/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            if (IsTokenServerAway)
                return Results.StatusCode(500);
            if (!IsClient(form))
                return Error("invalid_client");
            if (form["grant_type"] != "authorization_code" || !_codes.TryRemove(form["code"].ToString(), out var subject))
                return Error("invalid_grant");

            return Json(new JsonObject
            {
                ["access_token"] = "x",
                ["refresh_token"] = $"refresh-of-{subject}",
                ["id_token"] = Tokens.Token(Tokens.Claims(form["client_id"].ToString(), subject, nonce: null)),
            });
        });
        app.MapPost("/auth/revoke", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            if (IsTokenServerAway)
                return Results.StatusCode(500);
            if (!IsClient(form) || form["token_type_hint"] != "refresh_token")
                return Error("invalid_client");

            Revoked.Enqueue(form["token"].ToString());
            return Results.Ok();
        });
    }

    private bool IsClient(IFormCollection form)
    {
        if (form["client_secret"].ToString().Split('.') is not [var header, var claims, var signature])
            return false;

        var (head, said, now) = (Read(header), Read(claims), _time.GetUtcNow().ToUnixTimeSeconds());
        return (string?)head["alg"] == "ES256" && (string?)head["kid"] == KeyId
            && (string?)said["iss"] == TeamId && (string?)said["aud"] == AppleAddresses.Issuer && (string?)said["sub"] == form["client_id"]
            && form["client_id"].ToString() is App or Page
            && (long)said["iat"]! <= now && (long)said["exp"]! > now && (long)said["exp"]! <= now + (180 * 86_400)
            && _key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256);
    }

    private static JsonNode Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!;
}
