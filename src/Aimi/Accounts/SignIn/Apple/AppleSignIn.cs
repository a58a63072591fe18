using Aimi.Accounts.SignIn.OpenIdConnect;

namespace Aimi.Accounts.SignIn.Apple;

/// <summary>Whether Apple vouches for someone.</summary>
internal sealed partial class AppleSignIn(AppleClient apple, AppleGrants grants, Nonces nonces, ILogger<AppleSignIn> log)
{
    /// <summary>Whether people can sign in with Apple here.</summary>
    public bool IsSet => apple.IsSet;

    /// <param name="nonce">The one that was made here; the token bears it, or its hash.</param>
    /// <param name="code">Exchanged for what is taken back at deletion, where there is one and a key to do it.</param>
    public async Task<Vouched> Vouch(string identityToken, string nonce, string? code, CancellationToken cancellationToken)
    {
        var result = await apple.Check(identityToken, cancellationToken);
        if (result.IsProviderAway)
            return Vouched.ProviderAway;
        if (result.Token is not { } token || !await nonces.Spend(ChallengePurpose.AppleNonce, AppleEndpoints.Provider, nonce, token.Nonce, cancellationToken))
            return Vouched.Refused;

        var identity = new ExternalIdentity(AppleEndpoints.Provider, token.Subject, token.VerifiedEmail);
        if (string.IsNullOrEmpty(code) || !apple.HasKey)
            return Vouched.For(identity, token);

        var exchange = await apple.Exchange(code, token, cancellationToken);
        if (exchange.IsRefused)
            return Vouched.Refused;

        // The identity is proven without it: that Apple's other server is away, or a key of ours was withdrawn, keeps nobody out.
        if (exchange.RefreshToken is null)
            NoGrant();
        return Vouched.For(identity, token) with { Grant = exchange.RefreshToken };
    }

    /// <summary>Keeps what Apple granted, if it did.</summary>
    public Task Keep(Guid userId, Vouched vouched, CancellationToken cancellationToken) =>
        vouched.Grant is { } grant ? grants.Keep(userId, vouched.Token!, grant, cancellationToken) : Task.CompletedTask;

    [LoggerMessage(1706, LogLevel.Warning, "Apple gave nothing for an authorization code: at deletion there will be nothing to take back", EventName = "apple_code_not_exchanged")]
    private partial void NoGrant();
}
