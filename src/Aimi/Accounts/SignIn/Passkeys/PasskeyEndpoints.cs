using System.Text.Json.Nodes;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Aimi.Accounts.SignIn.Passkeys;

/// <summary>Passkeys: made, listed, taken away; and signing in with one.</summary>
internal static class PasskeyEndpoints
{
    public const string TooManyPasskeys = "too_many_passkeys";
    public const string PasskeyKnown = "passkey_known";
    public const string PasskeyRefused = "passkey_refused";

    private const int MaxName = 100;

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        var own = app.MapGroup("/auth/passkeys").WithTags("Accounts").RequireSession().OnlyWithAccounts()
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        own.MapPost("/options", BeginRegistration).RequireReauthentication().WithName("beginPasskeyRegistration").WithSummary("What navigator.credentials.create, or an app's authorization controller, wants to know.")
            .WithDescription("`options` is PublicKeyCredentialCreationOptionsJSON of WebAuthn. Good once, for 5 minutes. " + Reauthentication.Wanted);
        own.MapPost("", Register).RequireReauthentication().WithName("createPasskey").WithSummary("Takes up a passkey that was made. At most 20 a person.").WithDescription(Reauthentication.Wanted)
            .ProducesProblem(400).ProducesProblem(415).ProducesProblem(422);
        own.MapGet("", List).WithName("listPasskeys").WithSummary("The caller's passkeys; all on one page.");
        own.MapDelete("/{id:guid}", Remove).RequireReauthentication().WithName("deletePasskey").WithSummary("Takes a passkey away, unless it is the last way in.").WithDescription(Reauthentication.Wanted).ProducesProblem(422);

        var signIn = app.MapGroup("/auth/passkeys/sign-in").WithTags("Accounts").AllowAnonymous().OnlyWithAccounts().RequireSignInLimit()
            .ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
        signIn.MapPost("/options", BeginSignIn).WithName("beginPasskeySignIn").WithSummary("What navigator.credentials.get, or an app's authorization controller, wants to know.")
            .WithDescription("`options` is PublicKeyCredentialRequestOptionsJSON of WebAuthn. Good once, for 5 minutes.");
        signIn.MapPost("", SignIn).WithName("signInWithPasskey").WithSummary("Signs in with a passkey.")
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(415);
    }

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ProblemHttpResult>> BeginRegistration(
        HttpContext http, CurrentUser user, AccountService accounts, PasskeyService passkeys, IOptions<ServerOptions> server, CancellationToken cancellationToken) =>
        server.Value.HasPasskeys()
            ? TypedResults.Ok(await passkeys.BeginRegistration(await accounts.Find(user.Id, cancellationToken), http, cancellationToken))
            : None();

    private static async Task<Results<Created<PasskeyResponse>, ProblemHttpResult>> Register(
        RegisterPasskeyRequest request, HttpContext http, CurrentUser user, PasskeyService passkeys, IOptions<ServerOptions> server, CancellationToken cancellationToken)
    {
        if (!server.Value.HasPasskeys())
            return None();
        var name = string.IsNullOrWhiteSpace(request.Name) ? null : request.Name.Trim();
        if (name is not null && (name.Length > MaxName || name.Any(char.IsControl)))
            return Problems.Invalid("name", "At most 100 characters, and no control characters.");

        var registration = await passkeys.Register(user.Id, request.Ticket, request.Credential, name, http, cancellationToken);
        return registration switch
        {
            { Passkey: { } made } => TypedResults.Created($"/auth/passkeys/{made.Id}", PasskeyResponse.Of(made)),
            { Result: PasskeyRegistrationResult.TooMany } => Problems.Of(422, "There are 20 passkeys, the most that a person may have. Take one away first.", TooManyPasskeys),
            { Result: PasskeyRegistrationResult.Known } => Problems.Of(422, "The passkey is somebody's already.", PasskeyKnown),
            _ => Problems.Of(422, "The passkey does not hold, or it took too long. Begin again.", PasskeyRefused),
        };
    }

    private static async Task<Ok<Page<PasskeyResponse>>> List(CurrentUser user, PasskeyService passkeys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<PasskeyResponse>([.. (await passkeys.List(user.Id, cancellationToken)).Select(PasskeyResponse.Of)], NextCursor: null));

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(Guid id, CurrentUser user, PasskeyService passkeys, CancellationToken cancellationToken) =>
        WaysIn.Answer(await passkeys.Remove(user.Id, id, cancellationToken));

    private static async Task<Results<Ok<PasskeyOptionsResponse>, ProblemHttpResult>> BeginSignIn(
        HttpContext http, PasskeyService passkeys, IOptions<ServerOptions> server, CancellationToken cancellationToken) =>
        server.Value.HasPasskeys() ? TypedResults.Ok(await passkeys.BeginSignIn(http, cancellationToken)) : None();

    private static async Task<Results<Ok<TokenResponse>, ProblemHttpResult>> SignIn(
        PasskeySignInRequest request, HttpContext http, PasskeyService passkeys, AuthSessions sessions, IOptions<ServerOptions> server, CancellationToken cancellationToken)
    {
        if (!server.Value.HasPasskeys())
            return None();
        if (SignInEndpoints.Refusal(request.Device) is { } refusal)
            return refusal;

        var userId = await passkeys.Verify(request.Ticket, request.Credential, http, cancellationToken);
        var signedIn = userId is { } id ? await sessions.Open(id, request.Device, cancellationToken) : null;
        return SignInEndpoints.Answer(http, signedIn, request.Cookie, "The passkey lets nobody in here, or it took too long. Begin again.");
    }

    private static ProblemHttpResult None() => Problems.Of(404, "There are no passkeys here: the operator has named no address that they could belong to.");
}

/// <param name="Ticket">To be brought back with what came of it.</param>
/// <param name="Options">WebAuthn's own JSON: what <c>PublicKeyCredential.parse…OptionsFromJSON</c> reads.</param>
/// <param name="ExpiresIn">Seconds.</param>
public sealed record PasskeyOptionsResponse(string Ticket, JsonObject Options, int ExpiresIn);

/// <param name="Ticket">As it came with the options.</param>
/// <param name="Credential">WebAuthn's own JSON: what the credential's <c>toJSON</c> gives.</param>
/// <param name="Name">What the person calls it: at most 100 characters.</param>
public sealed record RegisterPasskeyRequest(string Ticket, JsonObject Credential, string? Name = null);

/// <param name="Ticket">As it came with the options.</param>
/// <param name="Credential">WebAuthn's own JSON: what the credential's <c>toJSON</c> gives.</param>
/// <param name="Device">What the person will know the device by: at most 100 characters.</param>
/// <param name="Cookie">For pages: the refresh token comes as a cookie that no script can read, and not in the body.</param>
public sealed record PasskeySignInRequest(string Ticket, JsonObject Credential, string? Device = null, bool? Cookie = null);

/// <summary>A passkey.</summary>
/// <param name="BackedUp">Whether it is on more than one device.</param>
/// <param name="LastUsedAt">Absent where it was not used yet.</param>
public sealed record PasskeyResponse(Guid Id, string? Name, bool BackedUp, DateTimeOffset? LastUsedAt, DateTimeOffset CreatedAt)
{
    internal static PasskeyResponse Of(Passkey passkey) => new(passkey.Id, passkey.Name, passkey.IsBackedUp, passkey.LastUsedAt, passkey.CreatedAt);
}
