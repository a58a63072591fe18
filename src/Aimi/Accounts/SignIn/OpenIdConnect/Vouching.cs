using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>What came of asking whether a provider vouches for someone.</summary>
/// <param name="Identity">Whom it vouches for; null where it does not.</param>
/// <param name="IsProviderAway">Whether it does can not be known at the moment.</param>
internal sealed record Vouched(ExternalIdentity? Identity, IdToken? Token, bool IsProviderAway)
{
    public static readonly Vouched Refused = new(null, null, IsProviderAway: false);
    public static readonly Vouched ProviderAway = new(null, null, IsProviderAway: true);

    /// <summary>What the provider granted beside it, to be kept.</summary>
    public string? Grant { get; init; }

    public static Vouched For(ExternalIdentity identity, IdToken token) => new(identity, token, IsProviderAway: false);
}

/// <summary>What those hear who come with a provider's word.</summary>
internal static class Vouching
{
    public const string NoAccount = "no_account";

    public static ProblemHttpResult Refusal(Vouched vouched) => vouched.IsProviderAway
        ? Problems.Of(503, "The provider of identities does not answer. Try again shortly.")
        : Problems.Of(401, "The provider's token does not hold here: it is not for this app, too old, or its nonce was used. Begin again with a new nonce.");

    /// <param name="signedIn">Null where the person is new and may not be.</param>
    public static Results<Ok<TokenResponse>, ProblemHttpResult> Answer(HttpContext http, SignedIn? signedIn, bool? cookie) => signedIn is null
        ? Problems.Of(403, "Nobody here is known by this identity, and accounts are made by the operator. Sign in another way, and add it then.", NoAccount)
        : SignInEndpoints.Tokens(http, signedIn, cookie);
}
