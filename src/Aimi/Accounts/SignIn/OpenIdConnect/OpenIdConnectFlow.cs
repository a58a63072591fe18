using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>
/// Signing in by redirect, for pages: the authorization code flow with PKCE, state and nonce. It goes by the protocol and not by ASP.NET's handler, which
/// keeps its state in encrypted cookies and ends in a cookie of its own: here the state is a row that is taken once, and the end is a code for tokens.
/// </summary>
internal sealed partial class OpenIdConnectFlow(
    Challenges challenges, IOptions<ServerOptions> server, ILogger<OpenIdConnectFlow> log)
{
    /// <summary>How long a person may take at the provider.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>How long a page may take to exchange its code.</summary>
    public static readonly TimeSpan ExchangeLife = TimeSpan.FromMinutes(2);

    private const int MaxReturn = 500;
    private const int MaxCode = 4_000;

    private readonly Uri? _publicAddress = server.Value.PublicAddress;

    private BrowserCookie Browser => new(_publicAddress!);

    /// <summary>Whether pages can be sent to a provider and back.</summary>
    public bool IsPossible => _publicAddress is not null;

    /// <summary>A path of this origin to come back to: not an address, nor what a browser would take for one.</summary>
    public static bool IsOwnPath(string path) =>
        path.Length <= MaxReturn && path.StartsWith('/') && RedirectHttpResult.IsLocalUrl(path) && !path.Contains('#', StringComparison.Ordinal);

    /// <summary>Where to send the browser: to the provider, or back where it is away.</summary>
    /// <param name="comeBackTo">An own path.</param>
    public async Task<string> Start(OpenIdProvider provider, string comeBackTo, HttpContext http, CancellationToken cancellationToken)
    {
        var (nonce, verifier) = (Random(), Random());
        var pending = new PendingRedirect(provider.Name, nonce, verifier, comeBackTo, Browser.Ensure(http));
        var state = await challenges.Make(ChallengePurpose.OidcState, JsonSerializer.Serialize(pending), Life, cancellationToken);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        return await provider.SignInAddress(RedirectOf(provider), state, nonce, challenge, cancellationToken) ?? Failed(provider, comeBackTo, SignInErrors.Unavailable);
    }

    /// <summary>Where the browser that comes from the provider goes: back, with a code for tokens or with the word for what went wrong after the #.</summary>
    public async Task<string> Finish(OpenIdProvider provider, ProviderAnswer answer, HttpContext http, CancellationToken cancellationToken)
    {
        // Taken whatever comes of it: an answer is looked at once.
        if (await challenges.Take(ChallengePurpose.OidcState, answer.State, cancellationToken) is not { State: { } state }
            || JsonSerializer.Deserialize<PendingRedirect>(state) is not { } pending
            || pending.Provider != provider.Name
            || !Browser.Fits(http, pending.Browser))
        {
            return Failed(provider, "/", SignInErrors.Expired);
        }

        if (!await provider.MayAnswerAs(answer.Issuer, cancellationToken))
            return Failed(provider, pending.ComeBackTo, SignInErrors.Refused);
        if (answer.Error is not null || answer.Code is not { Length: > 0 and <= MaxCode } code)
            return Failed(provider, pending.ComeBackTo, answer.Error == "access_denied" ? SignInErrors.Cancelled : SignInErrors.Refused);

        var result = await provider.Redeem(code, RedirectOf(provider), pending.Verifier, cancellationToken);
        if (result.IsProviderAway)
            return Failed(provider, pending.ComeBackTo, SignInErrors.Unavailable);
        if (result.Token is not { } token || token.Nonce != pending.Nonce)
            return Failed(provider, pending.ComeBackTo, SignInErrors.Refused);

        var arrived = new Arrived(provider.IdentityProvider, token.Subject, token.VerifiedEmail, Newcomers.NameOf(token.Name), pending.Browser);
        var exchange = await challenges.Make(ChallengePurpose.Exchange, JsonSerializer.Serialize(arrived), ExchangeLife, cancellationToken);
        return $"{pending.ComeBackTo}#sign_in={exchange}";
    }

    /// <summary>Who came with this code, in the browser that began; null where the code is good for nothing.</summary>
    public async Task<Arrived?> Arrive(string code, HttpContext http, CancellationToken cancellationToken) =>
        IsPossible
        && await challenges.Take(ChallengePurpose.Exchange, code, cancellationToken) is { State: { } state }
        && JsonSerializer.Deserialize<Arrived>(state) is { } arrived
        && Browser.Fits(http, arrived.Browser)
            ? arrived
            : null;

    // Each provider has its own, so that one can not have its answers taken for another's.
    private string RedirectOf(OpenIdProvider provider) => $"{_publicAddress!.AbsoluteUri.TrimEnd('/')}/auth/oidc/{provider.Name}/callback";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private string Failed(OpenIdProvider provider, string comeBackTo, string word)
    {
        NotSignedIn(provider.Name, word);
        return $"{comeBackTo}#sign_in_error={word}";
    }

    [LoggerMessage(1704, LogLevel.Information, "A sign-in with {Provider} came to nothing: {Word}", EventName = "redirect_sign_in_failed")]
    private partial void NotSignedIn(string provider, string word);

    /// <summary>A browser that was sent to a provider.</summary>
    private sealed record PendingRedirect(string Provider, string Nonce, string Verifier, string ComeBackTo, string Browser);
}

/// <summary>What a provider sends a browser back with.</summary>
/// <param name="Issuer">RFC 9207.</param>
internal sealed record ProviderAnswer(string? State, string? Code, string? Error, string? Issuer);

/// <summary>Someone whom a provider vouched for, whose page has yet to come for its tokens.</summary>
/// <param name="Browser">The one that it is to come from.</param>
internal sealed record Arrived(string Provider, string Subject, string? Email, string? Name, string Browser)
{
    public ExternalIdentity Identity => new(Provider, Subject, Email);
}

/// <summary>Words that a page finds after the # where nobody was signed in.</summary>
internal static class SignInErrors
{
    /// <summary>It took too long, was done before, or began in another browser.</summary>
    public const string Expired = "expired";

    /// <summary>The person did not want to, after all.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>What the provider answered does not hold.</summary>
    public const string Refused = "refused";

    /// <summary>The provider does not answer.</summary>
    public const string Unavailable = "unavailable";
}
