using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Accounts.SignIn.OpenIdConnect;

/// <summary>Signing in with a provider that the operator trusts: pages by redirect, apps with the identity token that they got themselves.</summary>
internal static class OpenIdConnectEndpoints
{
    public static void MapOpenIdConnect(this IEndpointRouteBuilder app)
    {
        var oidc = app.MapGroup("/auth/oidc/{provider}").WithTags("Accounts").AllowAnonymous().OnlyWithAccounts().RequireSignInLimit()
            .ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
        oidc.MapGet("/start", Start).WithName("startOidcSignIn").WithSummary("Sends a page's browser to the provider.")
            .WithDescription("The browser comes back to the path in `return` with `#sign_in=CODE`, which `POST /auth/exchange` takes, or with `#sign_in_error=WORD`: "
                + "`expired`, `cancelled`, `refused`, `unavailable`.")
            .Produces(302).ProducesProblem(400);
        oidc.MapGet("/callback", ComeBack).WithName("finishOidcSignIn").WithSummary("Where the provider sends the browser back to.").Produces(302);
        oidc.MapPost("/nonce", MakeNonce).WithName("createOidcNonce").WithSummary("A nonce for one sign-in of an app; good once, for 10 minutes.")
            .WithDescription("Give the provider the nonce or its SHA-256 in hex, and bring the nonce itself together with the identity token.");
        oidc.MapPost("", SignIn).WithName("signInWithOidc").WithSummary("Signs in with the identity token that an app got from the provider.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(415);

        app.MapPost("/auth/exchange", Exchange).WithTags("Accounts").AllowAnonymous().OnlyWithAccounts().RequireSignInLimit()
            .WithName("exchangeCode").WithSummary("The tokens for the code that a page came back with; once, within 2 minutes, and from the browser that began.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> Start(
        string provider, HttpContext http, OpenIdProviders providers, OpenIdConnectFlow flow, CancellationToken cancellationToken,
        [FromQuery(Name = "return")] string comeBackTo = "/")
    {
        if (!flow.IsPossible || providers.Find(provider) is not { } known)
            return Unknown();
        if (!OpenIdConnectFlow.IsOwnPath(comeBackTo))
            return Problems.Invalid("return", "A path of this server, such as /.");

        return TypedResults.Redirect(await flow.Start(known, comeBackTo, http, cancellationToken));
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> ComeBack(
        string provider, HttpContext http, OpenIdProviders providers, OpenIdConnectFlow flow, CancellationToken cancellationToken,
        string? state = null, string? code = null, string? error = null, string? iss = null)
    {
        if (!flow.IsPossible || providers.Find(provider) is not { } known)
            return Unknown();

        return TypedResults.Redirect(await flow.Finish(known, new ProviderAnswer(state, code, error, iss), http, cancellationToken));
    }

    private static async Task<Results<Ok<NonceResponse>, ProblemHttpResult>> MakeNonce(
        string provider, OpenIdProviders providers, Nonces nonces, CancellationToken cancellationToken) =>
        providers.Find(provider) is { } known
            ? NonceResponse.Of(await nonces.Make(ChallengePurpose.OidcNonce, known.Name, cancellationToken))
            : Unknown();

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignIn(
        string provider, OidcSignInRequest request, HttpContext http, OpenIdProviders providers, Nonces nonces, SignInService service, CancellationToken cancellationToken)
    {
        if (providers.Find(provider) is not { } known)
            return Unknown();
        if (SignInEndpoints.Refusal(request.Device) is { } refusal)
            return refusal;

        var vouched = await known.Vouch(request.IdToken, request.Nonce, nonces, cancellationToken);
        if (vouched is not { Identity: { } identity, Token: { } token })
            return Vouching.Refusal(vouched);

        var newcomer = Newcomers.Of(request.DisplayName ?? token.Name, request.Timezone, request.Locale);
        return Vouching.Answer(http, await service.Enter(identity, newcomer, request.Device, cancellationToken), request.Cookie);
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> Exchange(
        ExchangeRequest request, HttpContext http, OpenIdConnectFlow flow, SignInService service, CancellationToken cancellationToken)
    {
        if (SignInEndpoints.Refusal(request.Device) is { } refusal)
            return refusal;
        if (await flow.Arrive(request.Code, http, cancellationToken) is not { } arrived)
            return UsedCode();

        var newcomer = Newcomers.Of(arrived.Name, request.Timezone, request.Locale);
        return Vouching.Answer(http, await service.Enter(arrived.Identity, newcomer, request.Device, cancellationToken), request.Cookie);
    }

    public static ProblemHttpResult UsedCode() => Problems.Of(401, "The code is good for nothing any more. Begin again.");

    public static ProblemHttpResult Unknown() => Problems.Of(404, "No such provider of identities is set up here.");
}

/// <param name="IdToken">As the provider gave it.</param>
/// <param name="Nonce">The one from here, not its hash.</param>
/// <param name="DisplayName">For who is new; absent: as the provider says.</param>
/// <param name="Device">What the person will know the device by: at most 100 characters.</param>
/// <param name="Timezone">IANA name, for who is new.</param>
/// <param name="Locale">BCP 47, for who is new.</param>
/// <param name="Cookie">For pages: the refresh token comes as a cookie that no script can read, and not in the body.</param>
public sealed record OidcSignInRequest(
    string IdToken, string Nonce, string? DisplayName = null, string? Device = null, string? Timezone = null, string? Locale = null, bool? Cookie = null);

/// <param name="Code">What stood after <c>#sign_in=</c>.</param>
/// <param name="Device">What the person will know the device by: at most 100 characters.</param>
/// <param name="Timezone">IANA name, for who is new.</param>
/// <param name="Locale">BCP 47, for who is new.</param>
/// <param name="Cookie">For pages: the refresh token comes as a cookie that no script can read, and not in the body.</param>
public sealed record ExchangeRequest(string Code, string? Device = null, string? Timezone = null, string? Locale = null, bool? Cookie = null);

/// <param name="Nonce">Good once.</param>
/// <param name="ExpiresIn">Seconds.</param>
public sealed record NonceResponse(string Nonce, int ExpiresIn)
{
    internal static Ok<NonceResponse> Of(string nonce) => TypedResults.Ok(new NonceResponse(nonce, (int)Nonces.Life.TotalSeconds));
}
