using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Aimi.Accounts.SignIn.Apple;

/// <summary>Apple's side of signing in: its keys, what a code is worth, and taking back what it granted.</summary>
internal sealed class AppleClient : IDisposable
{
    // Apple allows half a year; a secret for one request needs no more than its way.
    private static readonly TimeSpan SecretLife = TimeSpan.FromMinutes(5);

    // What Apple signs with, and what its keys could also be.
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly AppleOptions _options;
    private readonly AppleAddresses _addresses;
    private readonly ProviderHttp _http;
    private readonly IdTokens _tokens;
    private readonly TimeProvider _time;
    private readonly SigningKeys _keys;
    private readonly ECDsa? _key;

    public AppleClient(IOptions<AppleOptions> options, AppleAddresses addresses, ProviderHttp http, IdTokens tokens, TimeProvider time)
    {
        (_options, _addresses, _http, _tokens, _time) = (options.Value, addresses, http, tokens, time);
        _keys = new(cancellationToken => http.Get(addresses.Keys, cancellationToken), time);
        _key = _options.HasKey ? _options.ReadKey() : null;
    }

    /// <summary>Whether people can sign in with Apple here.</summary>
    public bool IsSet => _options.IsSet;

    /// <summary>Whether codes can be exchanged, and grants taken back.</summary>
    public bool HasKey => _key is not null;

    /// <summary>Whether Apple issued this token, to an app of ours, and it holds now. The nonce is the caller's to check.</summary>
    public Task<IdTokenResult> Check(string token, CancellationToken cancellationToken) =>
        _tokens.Check(token, new IdTokenRules(AppleAddresses.Issuer, _options.Clients, Algorithms, _keys), cancellationToken);

    /// <summary>The refresh token that a code is worth, where it is of the person whom <paramref name="token"/> names.</summary>
    public async Task<AppleExchange> Exchange(string code, IdToken token, CancellationToken cancellationToken)
    {
        var form = Form(token.ClientId, ("grant_type", "authorization_code"), ("code", code));
        if (await _http.Post(_addresses.Token, form, authorization: null, cancellationToken) is not { } reply)
            return AppleExchange.Away;

        var answer = Read(reply.Body);
        if (reply.Status != 200)
            return answer?.Error == "invalid_grant" ? AppleExchange.Refused : AppleExchange.Away;
        if (answer is not { RefreshToken: { Length: > 0 } refresh, IdToken: { } other })
            return AppleExchange.Away;

        var checkedToken = await Check(other, cancellationToken);
        return checkedToken.IsProviderAway ? AppleExchange.Away
            : checkedToken.Token?.Subject == token.Subject ? new AppleExchange(refresh, IsRefused: false)
            : AppleExchange.Refused;
    }

    /// <summary>Takes a grant back. Again changes nothing, and is not refused.</summary>
    public async Task<AppleRevocation> Revoke(string clientId, string refreshToken, CancellationToken cancellationToken)
    {
        var form = Form(clientId, ("token", refreshToken), ("token_type_hint", "refresh_token"));
        return await _http.Post(_addresses.Revoke, form, authorization: null, cancellationToken) switch
        {
            { Status: 200 } => AppleRevocation.Done,
            null or { Status: >= 500 or 429 } => AppleRevocation.Away,
            _ => AppleRevocation.Refused,
        };
    }

    public void Dispose()
    {
        _keys.Dispose();
        _key?.Dispose();
    }

    private Dictionary<string, string> Form(string clientId, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["client_id"] = clientId, ["client_secret"] = Secret(clientId) };
        foreach (var (name, value) in fields)
            form[name] = value;
        return form;
    }

    private string Secret(string clientId)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _options.TeamId!.Trim(),
            Audience = AppleAddresses.Issuer,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { [JwtRegisteredClaimNames.Sub] = clientId },
            IssuedAt = now,
            Expires = now + SecretLife,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = _options.KeyId!.Trim() }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    private static TokenAnswer? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<TokenAnswer>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record TokenAnswer(
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("id_token")] string? IdToken,
        [property: JsonPropertyName("error")] string? Error);
}

/// <summary>What came of exchanging a code.</summary>
/// <param name="RefreshToken">Null where there is none.</param>
/// <param name="IsRefused">The code is used, made up, or another person's.</param>
internal sealed record AppleExchange(string? RefreshToken, bool IsRefused)
{
    public static readonly AppleExchange Refused = new(null, IsRefused: true);
    public static readonly AppleExchange Away = new(null, IsRefused: false);
}

/// <summary>What came of taking a grant back.</summary>
internal enum AppleRevocation
{
    Done,

    /// <summary>Asked again, Apple would say the same.</summary>
    Refused,

    /// <summary>Asked again, Apple may do it.</summary>
    Away,
}
