using System.Text.Json.Nodes;
using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Accounts.SignIn.Passkeys;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn;

/// <summary>Who is signed in proves who they are once more, by any way in that is theirs; the session goes on.</summary>
internal static class ReauthenticationEndpoints
{
    public static void MapReauthentication(this IEndpointRouteBuilder app)
    {
        var again = app.MapGroup("/auth/reauthenticate").WithTags("Accounts").RequireSession().OnlyWithAccounts().RequireSignInLimit()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);
        again.MapPost("", WithPassword).WithName("reauthenticate").WithSummary("Proves who you are by your password.")
            .WithDescription("For ten minutes the session may then do what else is refused with `403 reauthentication_required`: add or take away a way in, make a token for a script, change the "
                + "e-mail address, delete the account. A new sign-in does the same. Wrong guesses count as those of signing in.");
        again.MapPost("/passkey", WithPasskey).WithName("reauthenticateWithPasskey").WithSummary("Proves who you are by a passkey of yours.")
            .WithDescription("Begins as signing in does, at `/auth/passkeys/sign-in/options`.").ProducesProblem(422);
        again.MapPost("/apple", WithApple).WithName("reauthenticateWithApple").WithSummary("Proves who you are by Sign in with Apple, with a nonce from `/auth/apple/nonce`.").ProducesProblem(422);
        again.MapPost("/oidc/{provider}", WithOidc).WithName("reauthenticateWithOidc").WithSummary("Proves who you are by the identity token that an app got from a provider.").ProducesProblem(422);
        again.MapPost("/exchange", WithCode).WithName("reauthenticateWithCode").WithSummary("Proves who you are by the account of a provider that a page came back with.")
            .WithDescription("The page begins as for signing in, at `/auth/oidc/{provider}/start`, and brings its code here.").ProducesProblem(422);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithPassword(
        ReauthenticateRequest request, CurrentUser user, Passwords passwords, Reauthentication reauthentication, CancellationToken cancellationToken) =>
        request.Password.Length <= PasswordRules.MaxLength && await passwords.Verify(user.Id, request.Password, cancellationToken)
            ? await Confirmed(user, reauthentication, cancellationToken)
            : Problems.Of(403, "That is not the password, or too many guesses were wrong.", PasswordEndpoints.WrongPassword);

    private static async Task<Results<NoContent, ProblemHttpResult>> WithPasskey(
        PasskeyReauthenticationRequest request, HttpContext http, CurrentUser user, PasskeyService passkeys, Reauthentication reauthentication, CancellationToken cancellationToken) =>
        await passkeys.Verify(request.Ticket, request.Credential, http, cancellationToken) == user.Id
            ? await Confirmed(user, reauthentication, cancellationToken)
            : Problems.Of(422, "The passkey is not yours, does not hold, or it took too long. Begin again.", PasskeyEndpoints.PasskeyRefused);

    private static async Task<Results<NoContent, ProblemHttpResult>> WithApple(
        AppleReauthenticationRequest request, CurrentUser user, AppleSignIn apple, Identities identities, Reauthentication reauthentication, CancellationToken cancellationToken)
    {
        if (AppleEndpoints.Refusal(apple, authorizationCode: null) is { } refusal)
            return refusal;

        var vouched = await apple.Vouch(request.IdentityToken, request.Nonce, code: null, cancellationToken);
        return vouched.Identity is { } identity ? await With(identity, user, identities, reauthentication, cancellationToken) : Vouching.Refusal(vouched);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithOidc(
        string provider, OidcReauthenticationRequest request, CurrentUser user, OpenIdProviders providers, Nonces nonces, Identities identities, Reauthentication reauthentication,
        CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } known)
            return OpenIdConnectEndpoints.Unknown();

        var vouched = await known.Vouch(request.IdToken, request.Nonce, nonces, cancellationToken);
        return vouched.Identity is { } identity ? await With(identity, user, identities, reauthentication, cancellationToken) : Vouching.Refusal(vouched);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> WithCode(
        ReauthenticationCodeRequest request, HttpContext http, CurrentUser user, OpenIdConnectFlow flow, Identities identities, Reauthentication reauthentication,
        CancellationToken cancellationToken) =>
        await flow.Arrive(request.Code, http, cancellationToken) is { } arrived
            ? await With(arrived.Identity, user, identities, reauthentication, cancellationToken)
            : OpenIdConnectEndpoints.UsedCode();

    private static async Task<Results<NoContent, ProblemHttpResult>> With(
        ExternalIdentity identity, CurrentUser user, Identities identities, Reauthentication reauthentication, CancellationToken cancellationToken) =>
        await identities.Has(user.Id, identity, cancellationToken)
            ? await Confirmed(user, reauthentication, cancellationToken)
            : Problems.Of(422, "That account is none of yours here.", IdentityEndpoints.IdentityRefused);

    private static async Task<NoContent> Confirmed(CurrentUser user, Reauthentication reauthentication, CancellationToken cancellationToken)
    {
        await reauthentication.Confirm(user, cancellationToken);
        return TypedResults.NoContent();
    }
}

public sealed record ReauthenticateRequest(string Password);

/// <param name="Ticket">As it came with the options.</param>
/// <param name="Credential">WebAuthn's own JSON: what the credential's <c>toJSON</c> gives.</param>
public sealed record PasskeyReauthenticationRequest(string Ticket, JsonObject Credential);

/// <param name="IdentityToken">As Apple gave it.</param>
/// <param name="Nonce">The one from <c>/auth/apple/nonce</c>, not its hash.</param>
public sealed record AppleReauthenticationRequest(string IdentityToken, string Nonce);

/// <param name="IdToken">As the provider gave it.</param>
/// <param name="Nonce">The one from <c>/auth/oidc/{provider}/nonce</c>, not its hash.</param>
public sealed record OidcReauthenticationRequest(string IdToken, string Nonce);

/// <param name="Code">What stood after <c>#sign_in=</c>.</param>
public sealed record ReauthenticationCodeRequest(string Code);
