using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>Whether an identity token is what it says: OpenID Connect Core 3.1.3.7, but for the nonce, which the caller knows.</summary>
internal sealed partial class IdTokens(TimeProvider time, ILogger<IdTokens> log)
{
    /// <summary>How far two clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const int MaxToken = 16 * 1024;

    // OpenID Connect Core 2; the length is the column's, too.
    private const int MaxSubject = 255;

    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = MaxToken };

    public async Task<IdTokenResult> Check(string text, IdTokenRules rules, CancellationToken cancellationToken)
    {
        if (Read(text) is not { } token)
            return Refused(rules, "unreadable");
        if (!rules.Algorithms.Contains(token.Alg, StringComparer.Ordinal))
            return Refused(rules, "algorithm");
        if (await rules.Keys.Find(token.Kid, cancellationToken) is not { } keys)
            return IdTokenResult.ProviderAway;
        if (keys.Count == 0)
            return Refused(rules, "unknown_key");

        var validation = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = rules.Issuer,
            ValidAudiences = rules.ClientIds,
            ValidAlgorithms = rules.Algorithms,
            IssuerSigningKeys = keys,
            LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
        });
        if (!validation.IsValid)
            return Refused(rules, validation.Exception.GetType().Name);
        if (!token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Iat, out var issuedAt) || issuedAt > (time.GetUtcNow() + Skew).ToUnixTimeSeconds())
            return Refused(rules, "issued_at");
        if (ClientOf(token) is not { } client || !rules.ClientIds.Contains(client, StringComparer.Ordinal))
            return Refused(rules, "authorized_party");
        if (Text(token, JwtRegisteredClaimNames.Sub) is not { Length: > 0 and <= MaxSubject } subject || subject.Contains('\0', StringComparison.Ordinal))
            return Refused(rules, "subject");

        return IdTokenResult.Of(new IdToken(subject, client, EmailOf(token), Text(token, JwtRegisteredClaimNames.Nonce), Text(token, JwtRegisteredClaimNames.Name)));
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return text.Length <= MaxToken ? Handler.ReadJsonWebToken(text) : null;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or SecurityTokenException)
        {
            return null;
        }
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is { } end && now < end + Skew && (notBefore is not { } begin || now >= begin - Skew);
    }

    /// <summary>Who asked for it; a token for several says which of them.</summary>
    private static string? ClientOf(JsonWebToken token) =>
        Text(token, JwtRegisteredClaimNames.Azp) ?? (token.Audiences.ToList() is [var only] ? only : null);

    /// <summary>A claim that is a text; null where it is something else.</summary>
    private static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<object>(claim, out var value) ? value as string : null;

    // Apple says in either way that it is verified.
    private static string? EmailOf(JsonWebToken token) =>
        Text(token, JwtRegisteredClaimNames.Email) is { } address && EmailAddress.IsOne(address)
        && token.TryGetPayloadValue<object>("email_verified", out var verified) && verified is true or "true"
            ? EmailAddress.Normalise(address)
            : null;

    private IdTokenResult Refused(IdTokenRules rules, string reason)
    {
        TokenRefused(rules.Issuer, reason);
        return IdTokenResult.Refused;
    }

    [LoggerMessage(1703, LogLevel.Information, "An identity token in the name of {Issuer} was refused: {Reason}", EventName = "identity_token_refused")]
    private partial void TokenRefused(string issuer, string reason);
}

/// <summary>What an identity token has to be.</summary>
/// <param name="Issuer">Exactly.</param>
/// <param name="ClientIds">It is for one of them.</param>
/// <param name="Algorithms">None but these: neither <c>none</c> nor one whose key would be public.</param>
internal sealed record IdTokenRules(string Issuer, IReadOnlyList<string> ClientIds, IReadOnlyList<string> Algorithms, SigningKeys Keys);

/// <summary>What a provider says of who signed in.</summary>
/// <param name="Subject">Who it is there, for ever.</param>
/// <param name="ClientId">Whose token it is.</param>
/// <param name="VerifiedEmail">An address that the provider vouches for, in lower case.</param>
/// <param name="Nonce">What ties the token to one sign-in; for the caller to check.</param>
internal sealed record IdToken(string Subject, string ClientId, string? VerifiedEmail, string? Nonce, string? Name);

/// <param name="Token">Where it holds.</param>
/// <param name="IsProviderAway">Whether it holds can not be known at the moment.</param>
internal readonly record struct IdTokenResult(IdToken? Token, bool IsProviderAway)
{
    public static readonly IdTokenResult Refused = new(null, IsProviderAway: false);
    public static readonly IdTokenResult ProviderAway = new(null, IsProviderAway: true);

    public static IdTokenResult Of(IdToken token) => new(token, IsProviderAway: false);
}
