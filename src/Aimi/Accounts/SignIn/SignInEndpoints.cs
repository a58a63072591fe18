using System.Globalization;
using Aimi.Accounts.SignIn.Apple;
using Aimi.Accounts.SignIn.OpenIdConnect;
using Aimi.Accounts.SignIn.Passkeys;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn;

/// <summary>Signing in with an address and a password, carrying on, and signing out.</summary>
public static class SignInEndpoints
{
    public static IEndpointRouteBuilder MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/auth/methods", Methods).WithTags("Accounts").AllowAnonymous()
            .WithName("listSignInMethods").WithSummary("How one signs in here.");

        var auth = app.MapGroup("/auth").WithTags("Accounts").AllowAnonymous().OnlyWithAccounts()
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(415).ProducesProblem(429).ProducesProblem(503);
        auth.MapPost("/sign-in", SignIn).RequireSignInLimit().WithName("signIn").WithSummary("Signs in with an e-mail address and a password.")
            .WithDescription("After five wrong guesses an account lets nobody in for five minutes. Which of the two is wrong is not told.");
        auth.MapPost("/refresh", Refresh).WithName("refreshTokens").WithSummary("The next pair of tokens for a refresh token, which is good once.")
            .WithDescription("Asked again within 60 seconds the answer is the same, so that one that was lost does no harm. Later, or once the new one was used, "
                + "the session ends: two hold the token, and one of them stole it.");
        auth.MapPost("/sign-out", SignOut).WithName("signOut").WithSummary("Ends the session that the refresh token belongs to; without one that is good it does nothing.");

        app.MapAuthSessions();
        app.MapReauthentication();
        app.MapPersonalTokens();
        app.MapPasswords();
        app.MapSignInWithApple();
        app.MapOpenIdConnect();
        app.MapPasskeys();
        app.MapIdentities();
        return app;
    }

    internal static Results<Ok<TokenResponse>, ProblemHttpResult> Answer(HttpContext http, SignedIn? signedIn, bool? cookie, string refusal)
    {
        if (signedIn is not null)
            return Tokens(http, signedIn, cookie);

        RefreshCookie.Clear(http);
        return Problems.Of(401, refusal);
    }

    internal static Ok<TokenResponse> Tokens(HttpContext http, SignedIn signedIn, bool? cookie)
    {
        if (cookie is true)
            RefreshCookie.Set(http, signedIn.RefreshToken);
        return TypedResults.Ok(new TokenResponse(
            signedIn.AccessToken, "Bearer", (int)AuthSessions.AccessLife.TotalSeconds, cookie is true ? null : signedIn.RefreshToken, signedIn.UserId, signedIn.SessionId));
    }

    internal static ProblemHttpResult? Refusal(string? device) =>
        device is not null && (device.Length > AuthSessions.MaxDevice || device.Any(char.IsControl))
            ? Problems.Invalid("device", string.Create(CultureInfo.InvariantCulture, $"At most {AuthSessions.MaxDevice} characters, and no control characters."))
            : null;

    private static Ok<SignInMethodsResponse> Methods(
        IOptions<AccountOptions> options, IOptions<AppleOptions> apple, IOptions<ServerOptions> server, OpenIdProviders providers)
    {
        var isMulti = options.Value.IsMulti;
        return TypedResults.Ok(new SignInMethodsResponse(
            options.Value.Mode,
            Password: isMulti,
            Registration: isMulti && options.Value.Registration,
            Apple: isMulti && apple.Value.IsSet,
            Passkeys: isMulti && server.Value.HasPasskeys(),
            Providers: isMulti ? [.. providers.All.Select(provider => new SignInProviderResponse(provider.Name, provider.DisplayName))] : []));
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignIn(
        SignInRequest request, HttpContext http, Passwords passwords, AuthSessions sessions, CancellationToken cancellationToken)
    {
        if (Refusal(request.Device) is { } refusal)
            return refusal;

        // What could be nobody's is not worth the hash.
        var userId = EmailAddress.IsOne(request.Email) && request.Password.Length <= PasswordRules.MaxLength
            ? await passwords.Verify(request.Email, request.Password, cancellationToken)
            : null;
        var signedIn = userId is { } id ? await sessions.Open(id, request.Device, cancellationToken) : null;
        return Answer(http, signedIn, request.Cookie, "The address and the password do not go together, or too many guesses were wrong.");
    }

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> Refresh(
        RefreshRequest request, HttpContext http, AuthSessions sessions, CancellationToken cancellationToken)
    {
        var token = request.RefreshToken ?? RefreshCookie.Read(http.Request);
        return Answer(http, await sessions.Refresh(token, cancellationToken), request.RefreshToken is null, "The refresh token is not good any more: sign in again.");
    }

    private static async Task<NoContent> SignOut(RefreshRequest request, HttpContext http, AuthSessions sessions, CancellationToken cancellationToken)
    {
        await sessions.End(request.RefreshToken ?? RefreshCookie.Read(http.Request), cancellationToken);
        RefreshCookie.Clear(http);
        return TypedResults.NoContent();
    }
}

/// <param name="Device">What the person will know the device by: at most 100 characters.</param>
/// <param name="Cookie">For pages: the refresh token comes as a cookie that no script can read, and not in the body.</param>
public sealed record SignInRequest(string Email, string Password, string? Device = null, bool? Cookie = null);

/// <param name="RefreshToken">Absent: that of the cookie.</param>
public sealed record RefreshRequest(string? RefreshToken = null);

/// <summary>Someone is signed in.</summary>
/// <param name="AccessToken">Goes as <c>Authorization: Bearer</c> with every request.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds that the access token lets in.</param>
/// <param name="RefreshToken">Gets the next pair, once; absent where it came as a cookie.</param>
public sealed record TokenResponse(string AccessToken, string TokenType, int ExpiresIn, string? RefreshToken, Guid UserId, Guid SessionId);

/// <summary>How one signs in here.</summary>
/// <param name="Mode"><c>local</c>: nobody does, there is one owner.</param>
/// <param name="Password">With an e-mail address and a password.</param>
/// <param name="Registration">Who comes from a provider for the first time gets an account.</param>
/// <param name="Providers">By redirect to <c>/auth/oidc/{name}/start</c>, or with an identity token of theirs.</param>
public sealed record SignInMethodsResponse(
    AccountMode Mode, bool Password, bool Registration, bool Apple, bool Passkeys, IReadOnlyList<SignInProviderResponse> Providers);

/// <summary>A provider of identities that the operator trusts.</summary>
/// <param name="Name">What stands in addresses.</param>
/// <param name="DisplayName">What people know it by.</param>
public sealed record SignInProviderResponse(string Name, string DisplayName);
