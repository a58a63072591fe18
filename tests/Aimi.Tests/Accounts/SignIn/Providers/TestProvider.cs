using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Aimi.Tests.Accounts.SignIn.Providers;

/// <summary>An OpenID Connect provider, whose person says yes at once. It holds its clients to the protocol: PKCE, the address to come back to, the secret, codes that are good once.</summary>
internal sealed class TestProvider : ProviderServer
{
    public const string ClientId = "aimi-console";
    public const string AppClientId = "org.example.aimi";
    public const string Secret = "s3cr:t/ü";

    private readonly ConcurrentDictionary<string, Grant> _grants = new(StringComparer.Ordinal);

    /// <summary>Where it may send people back to.</summary>
    public string Registered { get; set; } = "";

    /// <summary>Who sits before it.</summary>
    public string Subject { get; set; } = "";

    /// <summary>What it says in its tokens beside what it must.</summary>
    public JsonObject Profile { get; set; } = [];

    /// <summary>Changes the claims of the next token.</summary>
    public Action<JsonObject>? Tamper { get; set; }

    /// <summary>What it says of itself beside what it must.</summary>
    public JsonObject Metadata { get; } = [];

    protected override string IssuerAt(string address) => address;

    protected override void Map(WebApplication app)
    {
        app.MapGet("/.well-known/openid-configuration", () =>
        {
            var said = new JsonObject
            {
                ["issuer"] = Address,
                ["authorization_endpoint"] = $"{Address}/authorize?audience=people",
                ["token_endpoint"] = $"{Address}/token",
                ["jwks_uri"] = $"{Address}/keys",
                ["id_token_signing_alg_values_supported"] = new JsonArray("none", "HS256", "RS256"),
            };
            foreach (var (name, value) in Metadata)
                said[name] = value?.DeepClone();
            return Json(said);
        });
        app.MapGet("/keys", Keys);
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", Redeem);
    }

    private IResult Authorize(HttpRequest request)
    {
        string Query(string name) => request.Query[name].ToString();
        if (Query("client_id") != ClientId || Query("redirect_uri") != Registered || Query("audience") != "people")
            return Results.BadRequest("That is not the client.");
        if (Query("response_type") != "code" || Query("code_challenge_method") != "S256" || !Query("scope").Split(' ').Contains("openid"))
            return Results.BadRequest("That is not how it is asked.");

        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _grants[code] = new Grant(Query("redirect_uri"), Query("code_challenge"), Query("nonce"));
        return Results.Redirect(QueryHelpers.AddQueryString(Registered, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["code"] = code,
            ["state"] = Query("state"),
            ["iss"] = Address,
        }));
    }

    private async Task<IResult> Redeem(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (!IsClient(request, form))
            return Error("invalid_client");
        if (!_grants.TryRemove(form["code"].ToString(), out var grant)
            || form["grant_type"] != "authorization_code"
            || form["redirect_uri"] != grant.Redirect
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != grant.Challenge)
        {
            return Error("invalid_grant");
        }

        var claims = Tokens.Claims(ClientId, Subject, grant.Nonce);
        foreach (var (name, value) in Profile)
            claims[name] = value?.DeepClone();
        Tamper?.Invoke(claims);
        return Json(new JsonObject { ["access_token"] = "x", ["token_type"] = "Bearer", ["id_token"] = Tokens.Token(claims) });
    }

    // RFC 6749 2.3.1.
    private static bool IsClient(HttpRequest request, IFormCollection form)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header))
            return form["client_id"] == ClientId && form["client_secret"] == Secret;

        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter!)).Split(':').Select(Uri.UnescapeDataString).ToList();
        return header.Scheme == "Basic" && parts is [ClientId, Secret];
    }

    private sealed record Grant(string Redirect, string Challenge, string Nonce);
}
