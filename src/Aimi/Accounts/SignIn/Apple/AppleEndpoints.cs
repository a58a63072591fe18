using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn.Apple;

/// <summary>Sign in with Apple, for the app and for pages that use Apple's button.</summary>
internal static class AppleEndpoints
{
    /// <summary>As <see cref="Identity.Provider"/> has it.</summary>
    public const string Provider = "apple";

    private const int MaxCode = 4_000;

    public static void MapSignInWithApple(this IEndpointRouteBuilder app)
    {
        var apple = app.MapGroup("/auth/apple").WithTags("Accounts").AllowAnonymous().OnlyWithAccounts().RequireSignInLimit()
            .ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
        apple.MapPost("/nonce", MakeNonce).WithName("createAppleNonce").WithSummary("A nonce for one sign-in with Apple; good once, for 10 minutes.")
            .WithDescription("Give Apple its SHA-256 in hex as the request's nonce, and bring the nonce itself together with the identity token.");
        apple.MapPost("", SignIn).WithName("signInWithApple").WithSummary("Signs in with Apple's identity token.")
            .WithDescription("With authorization_code Aimi can take back what Apple granted, when the account is deleted. Who is new gets an account, where that is allowed.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(415);
    }

    private static async Task<Results<Ok<NonceResponse>, ProblemHttpResult>> MakeNonce(AppleClient apple, Nonces nonces, CancellationToken cancellationToken) =>
        apple.IsSet
            ? NonceResponse.Of(await nonces.Make(ChallengePurpose.AppleNonce, Provider, cancellationToken))
            : NotSet();

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignIn(
        AppleSignInRequest request, HttpContext http, AppleSignIn apple, SignInService service, CancellationToken cancellationToken)
    {
        if ((Refusal(apple, request.AuthorizationCode) ?? SignInEndpoints.Refusal(request.Device)) is { } refusal)
            return refusal;

        var vouched = await apple.Vouch(request.IdentityToken, request.Nonce, request.AuthorizationCode, cancellationToken);
        if (vouched.Identity is not { } identity)
            return Vouching.Refusal(vouched);

        var signedIn = await service.Enter(identity, Newcomers.Of(request.DisplayName, request.Timezone, request.Locale), request.Device, cancellationToken);
        if (signedIn is not null)
            await apple.Keep(signedIn.UserId, vouched, cancellationToken);
        return Vouching.Answer(http, signedIn, request.Cookie);
    }

    public static ProblemHttpResult? Refusal(AppleSignIn apple, string? authorizationCode) =>
        !apple.IsSet ? NotSet()
        : authorizationCode is { Length: > MaxCode } ? Problems.Invalid("authorization_code", "As Apple gave it.")
        : null;

    private static ProblemHttpResult NotSet() => Problems.Of(404, "Sign in with Apple is not set up here.");
}

/// <param name="IdentityToken">As Apple gave it.</param>
/// <param name="Nonce">The one from here, not its hash.</param>
/// <param name="AuthorizationCode">As Apple gave it, good for 5 minutes.</param>
/// <param name="DisplayName">Apple tells it to the app, the first time only.</param>
/// <param name="Device">What the person will know the device by: at most 100 characters.</param>
/// <param name="Timezone">IANA name, for who is new.</param>
/// <param name="Locale">BCP 47, for who is new.</param>
/// <param name="Cookie">For pages: the refresh token comes as a cookie that no script can read, and not in the body.</param>
public sealed record AppleSignInRequest(
    string IdentityToken,
    string Nonce,
    string? AuthorizationCode = null,
    string? DisplayName = null,
    string? Device = null,
    string? Timezone = null,
    string? Locale = null,
    bool? Cookie = null);
