using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>One provider of identities that the operator trusts: where to send people, what a code is worth, whose tokens hold.</summary>
internal sealed partial class OpenIdProvider : IDisposable
{
    private readonly OpenIdProviderOptions _options;
    private readonly ProviderHttp _http;
    private readonly IdTokens _tokens;
    private readonly Kept<ProviderMetadata> _metadata;
    private readonly SigningKeys _keys;
    private readonly ILogger<OpenIdProvider> _log;

    // The first is this Aimi's own, the others those of apps.
    private readonly string[] _clientIds;

    public OpenIdProvider(string name, OpenIdProviderOptions options, ProviderHttp http, IdTokens tokens, TimeProvider time, ILogger<OpenIdProvider> log)
    {
        (Name, _options, _http, _tokens, _log) = (name, options, http, tokens, log);
        _clientIds = [options.ClientId!.Trim(), .. (options.AppClientIds ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var issuer = options.Issuer!;
        _metadata = new(async cancellationToken => ReadMetadata(await http.Get(ProviderMetadata.AddressOf(issuer), cancellationToken), issuer), time);
        _keys = new(async cancellationToken => await _metadata.Get(cancellationToken) is { } known ? await http.Get(new Uri(known.JwksUri), cancellationToken) : null, time);
    }

    /// <summary>What stands in addresses.</summary>
    public string Name { get; }

    public string DisplayName => string.IsNullOrWhiteSpace(_options.DisplayName) ? Name : _options.DisplayName.Trim();

    /// <summary>How its people are known here.</summary>
    public string IdentityProvider => $"oidc:{Name}";

    /// <summary>Where a person's browser signs in; null where the provider is away.</summary>
    public async Task<string?> SignInAddress(string redirect, string state, string nonce, string codeChallenge, CancellationToken cancellationToken)
    {
        if (await _metadata.Get(cancellationToken) is not { } metadata)
            return null;

        var scopes = (_options.Scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend("openid").Distinct(StringComparer.Ordinal);
        return QueryHelpers.AddQueryString(metadata.AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = _clientIds[0],
            ["redirect_uri"] = redirect,
            ["scope"] = string.Join(' ', scopes),
            ["state"] = state,
            ["nonce"] = nonce,
            ["code_challenge"] = codeChallenge,
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Whether an answer that says it comes from <paramref name="issuer"/> may be this provider's (RFC 9207): a code of one is not given to another.</summary>
    public async Task<bool> MayAnswerAs(string? issuer, CancellationToken cancellationToken) =>
        issuer is null
            ? await _metadata.Get(cancellationToken) is not { NamesIssuer: true }
            : issuer == _options.Issuer;

    /// <summary>What a code is worth.</summary>
    public async Task<IdTokenResult> Redeem(string code, string redirect, string verifier, CancellationToken cancellationToken)
    {
        if (await _metadata.Get(cancellationToken) is not { } metadata)
            return IdTokenResult.ProviderAway;

        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirect,
            ["code_verifier"] = verifier,
        };
        AuthenticationHeaderValue? authorization = null;
        if (!string.IsNullOrEmpty(_options.ClientSecret) && !metadata.WantsSecretInForm)
        {
            authorization = Basic(_clientIds[0], _options.ClientSecret);
        }
        else
        {
            form["client_id"] = _clientIds[0];
            if (!string.IsNullOrEmpty(_options.ClientSecret))
                form["client_secret"] = _options.ClientSecret;
        }

        return await _http.Post(new Uri(metadata.TokenEndpoint), form, authorization, cancellationToken) switch
        {
            null or { Status: >= 500 or 429 } => IdTokenResult.ProviderAway,
            { Status: 200 } reply when IdTokenOf(reply.Body) is { } token => await Check(token, _clientIds[..1], cancellationToken),
            _ => IdTokenResult.Refused,
        };
    }

    /// <summary>Whether it vouches for someone, by a token that an app brings: of this provider, for one of the apps, with a nonce from here.</summary>
    public async Task<Vouched> Vouch(string idToken, string nonce, Nonces nonces, CancellationToken cancellationToken)
    {
        var result = await Check(idToken, _clientIds, cancellationToken);
        if (result.IsProviderAway)
            return Vouched.ProviderAway;

        return result.Token is { } token && await nonces.Spend(ChallengePurpose.OidcNonce, Name, nonce, token.Nonce, cancellationToken)
            ? Vouched.For(new ExternalIdentity(IdentityProvider, token.Subject, token.VerifiedEmail), token)
            : Vouched.Refused;
    }

    public void Dispose()
    {
        _keys.Dispose();
        _metadata.Dispose();
    }

    private async Task<IdTokenResult> Check(string token, IReadOnlyList<string> clientIds, CancellationToken cancellationToken) =>
        await _metadata.Get(cancellationToken) is { } metadata
            ? await _tokens.Check(token, new IdTokenRules(metadata.Issuer, clientIds, metadata.Algorithms, _keys), cancellationToken)
            : IdTokenResult.ProviderAway;

    // RFC 6749 2.3.1: encoded as in a form, before it is encoded as HTTP wants it.
    private static AuthenticationHeaderValue Basic(string id, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    private static string? IdTokenOf(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<TokenAnswer>(body)?.IdToken;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ProviderMetadata? ReadMetadata(string? json, string issuer)
    {
        var metadata = ProviderMetadata.Read(json, issuer);
        if (json is not null && metadata is null)
            NotItsDocument(Name, issuer);
        return metadata;
    }

    [LoggerMessage(1707, LogLevel.Error, "What the provider {Provider} says of itself is not of the issuer {Issuer}, or names an address without TLS: mend Authority", EventName = "provider_metadata_unusable")]
    private partial void NotItsDocument(string provider, string issuer);

    private sealed record TokenAnswer([property: JsonPropertyName("id_token")] string? IdToken);
}
