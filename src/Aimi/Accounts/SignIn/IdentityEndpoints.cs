using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn;

/// <summary>The accounts of providers that the caller signs in with: added by who is signed in, listed, taken away.</summary>
internal static class IdentityEndpoints
{
    public const string IdentityTaken = "identity_taken";
    public const string IdentityRefused = "identity_refused";

    public static void MapIdentities(this IEndpointRouteBuilder app)
    {
        var identities = app.MapGroup("/auth/identities").WithTags("Accounts").RequireSession().OnlyWithAccounts()
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        identities.MapGet("", List).WithName("listIdentities").WithSummary("The accounts of providers that sign you in; all on one page.");
        identities.MapDelete("/{id:guid}", Remove).RequireReauthentication().WithName("deleteIdentity").WithSummary("Takes one away, unless it is the last way in.")
            .WithDescription(Reauthentication.Wanted).ProducesProblem(422);

        var add = identities.MapGroup("").RequireSignInLimit().RequireReauthentication().ProducesProblem(400).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429);
        add.MapPost("/apple", AddApple).WithName("addAppleIdentity").WithSummary("From now on Sign in with Apple signs you in.").WithDescription(Reauthentication.Wanted);
        add.MapPost("/oidc/{provider}", AddOidc).WithName("addOidcIdentity").WithSummary("From now on an account of this provider signs you in.").WithDescription(Reauthentication.Wanted);
        add.MapPost("/exchange", AddExchanged).WithName("addExchangedIdentity").WithSummary("From now on the account that a page came back with signs you in.")
            .WithDescription("The page begins as for signing in, at `/auth/oidc/{provider}/start`, and brings its code here. " + Reauthentication.Wanted);
    }

    private static async Task<Ok<Page<IdentityResponse>>> List(CurrentUser user, Identities identities, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<IdentityResponse>([.. (await identities.List(user.Id, cancellationToken)).Select(IdentityResponse.Of)], NextCursor: null));

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, CurrentUser user, Identities identities, CancellationToken cancellationToken) =>
        WaysIn.Answer(await identities.Remove(user.Id, id, cancellationToken));

    private static async Task<Results<Ok<IdentityResponse>, ProblemHttpResult>> AddApple(
        AddAppleIdentityRequest request, CurrentUser user, AppleSignIn apple, Identities identities, CancellationToken cancellationToken)
    {
        if (AppleEndpoints.Refusal(apple, request.AuthorizationCode) is { } refusal)
            return refusal;

        var vouched = await apple.Vouch(request.IdentityToken, request.Nonce, request.AuthorizationCode, cancellationToken);
        var answer = await Add(user.Id, vouched, identities, cancellationToken);
        if (answer.Result is Ok<IdentityResponse>)
            await apple.Keep(user.Id, vouched, cancellationToken);
        return answer;
    }

    private static async Task<Results<Ok<IdentityResponse>, ProblemHttpResult>> AddOidc(
        string provider, AddOidcIdentityRequest request, CurrentUser user, OpenIdProviders providers, Nonces nonces, Identities identities, CancellationToken cancellationToken) =>
        providers.Find(provider) is { } known
            ? await Add(user.Id, await known.Vouch(request.IdToken, request.Nonce, nonces, cancellationToken), identities, cancellationToken)
            : OpenIdConnectEndpoints.Unknown();

    private static async Task<Results<Ok<IdentityResponse>, ProblemHttpResult>> AddExchanged(
        AddExchangedIdentityRequest request, HttpContext http, CurrentUser user, OpenIdConnectFlow flow, Identities identities, CancellationToken cancellationToken) =>
        await flow.Arrive(request.Code, http, cancellationToken) is { } arrived
            ? await Add(user.Id, arrived.Identity, identities, cancellationToken)
            : OpenIdConnectEndpoints.UsedCode();

    private static async Task<Results<Ok<IdentityResponse>, ProblemHttpResult>> Add(
        Guid userId, Vouched vouched, Identities identities, CancellationToken cancellationToken) =>
        vouched.Identity is { } identity ? await Add(userId, identity, identities, cancellationToken) : Vouching.Refusal(vouched);

    private static async Task<Results<Ok<IdentityResponse>, ProblemHttpResult>> Add(
        Guid userId, ExternalIdentity identity, Identities identities, CancellationToken cancellationToken) =>
        await identities.Add(userId, identity, cancellationToken) is { } added
            ? TypedResults.Ok(IdentityResponse.Of(added))
            : Problems.Of(422, "It signs in another person, or you have 20 already.", IdentityTaken);
}

/// <param name="IdentityToken">As Apple gave it.</param>
/// <param name="Nonce">The one from <c>/auth/apple/nonce</c>, not its hash.</param>
/// <param name="AuthorizationCode">As Apple gave it, good for 5 minutes.</param>
public sealed record AddAppleIdentityRequest(string IdentityToken, string Nonce, string? AuthorizationCode = null);

/// <param name="IdToken">As the provider gave it.</param>
/// <param name="Nonce">The one from <c>/auth/oidc/{provider}/nonce</c>, not its hash.</param>
public sealed record AddOidcIdentityRequest(string IdToken, string Nonce);

/// <param name="Code">What stood after <c>#sign_in=</c>.</param>
public sealed record AddExchangedIdentityRequest(string Code);

/// <summary>An account of a provider.</summary>
/// <param name="Provider"><c>apple</c>, or <c>oidc:NAME</c>.</param>
/// <param name="Email">An address that the provider vouched for.</param>
public sealed record IdentityResponse(Guid Id, string Provider, string? Email, DateTimeOffset CreatedAt)
{
    internal static IdentityResponse Of(Identity identity) => new(identity.Id, identity.Provider, identity.Email, identity.CreatedAt);
}
