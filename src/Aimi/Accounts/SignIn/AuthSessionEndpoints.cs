using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Accounts.SignIn;

/// <summary>The devices on which the caller is signed in, and tickets for their sockets.</summary>
internal static class AuthSessionEndpoints
{
    public static void MapAuthSessions(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth").WithTags("Accounts").RequireSession().OnlyWithAccounts()
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        auth.MapGet("/sessions", List).WithName("listAuthSessions").WithSummary("The devices on which you are signed in, the latest first; all on one page.");
        auth.MapDelete("/sessions/{id:guid}", End).WithName("endAuthSession").WithSummary("Signs a device out: its requests are refused and its sockets closed within 5 seconds.");
        auth.MapPost("/tickets", MakeTicket).WithName("createTicket").WithSummary("A ticket that opens one socket within 30 seconds: /ws/chat?ticket=…")
            .WithDescription("For those who can not send a header with the upgrade, as browsers. It is good once, and tells nothing of the tokens.");
    }

    private static async Task<Ok<Page<AuthSessionResponse>>> List(CurrentUser user, AuthSessions sessions, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Page<AuthSessionResponse>(
            [
                .. (await sessions.List(user.Id, cancellationToken)).Select(session =>
                    new AuthSessionResponse(session.Id, session.Device, session.Id == user.Credential, session.CreatedAt, session.RotatedAt, session.ExpiresAt)),
            ],
            NextCursor: null));

    private static async Task<Results<NoContent, ProblemHttpResult>> End(Guid id, CurrentUser user, AuthSessions sessions, CancellationToken cancellationToken) =>
        await sessions.End(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problems.Of(404);

    private static async Task<Results<Ok<TicketResponse>, ProblemHttpResult>> MakeTicket(CurrentUser user, AccessTokens tokens, CancellationToken cancellationToken) =>
        await tokens.MakeTicket(user.Id, user.Credential!.Value, cancellationToken) is { } ticket
            ? TypedResults.Ok(new TicketResponse(ticket, (int)AccessTokens.TicketLife.TotalSeconds))
            : Problems.Of(401);
}

/// <summary>A device on which a person is signed in.</summary>
/// <param name="Current">The one that asks.</param>
/// <param name="LastUsedAt">When it last got new tokens.</param>
/// <param name="ExpiresAt">It is over then, if it gets none until.</param>
public sealed record AuthSessionResponse(Guid Id, string Device, bool Current, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt, DateTimeOffset ExpiresAt);

/// <param name="ExpiresIn">Seconds.</param>
public sealed record TicketResponse(string Ticket, int ExpiresIn);
