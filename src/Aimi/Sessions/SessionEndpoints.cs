using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Aimi.Messages;
using Aimi.Sessions.Summaries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions;

/// <summary>The sessions that ended, with what remains of them.</summary>
public static class SessionEndpoints
{
    public static IEndpointRouteBuilder MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/sessions").WithTags("Sessions").RequireAuthorization().ProducesProblem(401).ProducesProblem(503);
        sessions.MapGet("/", List).WithName("listEndedSessions").WithSummary("Sessions that ended, the newest first.").ProducesProblem(400);
        sessions.MapGet("/{id:guid}", Get).WithName("getEndedSession").WithSummary("A session that ended.").ProducesProblem(404);
        sessions.MapPost("/{id:guid}/retry", Retry).WithName("retryEndedSession").WithSummary("Has a session summarised again that failed.")
            .ProducesProblem(404).ProducesProblem(422);
        return app;
    }

    private static async Task<Results<Ok<Page<SessionSummaryResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        AimiDbContext database,
        CancellationToken cancellationToken,
        [Description("Sessions that ended at this time or later.")] DateTimeOffset? from = null,
        [Description("Sessions that ended before this time.")] DateTimeOffset? to = null,
        [Description("`pending`, `working`, `done` or `failed`; absent for all.")] string? status = null,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("The `next_cursor` of the page before.")] string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;
        if (!EnumWords.TryReadOptional<SummaryStatus>(status, out var word))
            return Problems.Invalid("status", EnumWords.Choice<SummaryStatus>());

        var rows = database.SessionSummaries.AsNoTracking()
            .Where(session => session.UserId == user.Id)
            .Where(session => (from == null || session.EndedAt >= from) && (to == null || session.EndedAt < to) && (word == null || session.Status == word));
        if (cursor is not null)
        {
            if (!Cursor.TryRead(cursor, out SessionPlace? place))
                return Problems.Invalid("cursor", "Not a cursor that was given.");
            rows = rows.Where(session => session.EndedAt < place!.EndedAt || (session.EndedAt == place.EndedAt && session.Id < place.Id));
        }

        var page = await rows.OrderByDescending(session => session.EndedAt).ThenByDescending(session => session.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(page, limit, session => new SessionPlace(session.EndedAt, session.Id), SessionSummaryResponse.Of));
    }

    private static async Task<Results<Ok<SessionSummaryResponse>, ProblemHttpResult>> Get(
        Guid id, CurrentUser user, AimiDbContext database, CancellationToken cancellationToken) =>
        await Find(user.Id, id, database, cancellationToken) is { } session ? TypedResults.Ok(SessionSummaryResponse.Of(session)) : Problems.Of(404);

    private static async Task<Results<Ok<SessionSummaryResponse>, ProblemHttpResult>> Retry(
        Guid id, CurrentUser user, AimiDbContext database, SummaryQueue queue, CancellationToken cancellationToken)
    {
        var retried = await queue.Retry(user.Id, id, cancellationToken) > 0;
        return await Find(user.Id, id, database, cancellationToken) is not { } session ? Problems.Of(404)
            : retried ? TypedResults.Ok(SessionSummaryResponse.Of(session))
            : Problems.Of(422, "Only a session that failed is tried again.", "session_not_failed");
    }

    private static Task<SessionSummary?> Find(Guid userId, Guid id, AimiDbContext database, CancellationToken cancellationToken) =>
        database.SessionSummaries.AsNoTracking().SingleOrDefaultAsync(session => session.UserId == userId && session.Id == id, cancellationToken);

    private sealed record SessionPlace(DateTimeOffset EndedAt, Guid Id);
}

/// <summary>A session that ended, and what remains of it; absent is what is not known yet.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="Status">How far its summary is.</param>
/// <param name="Attempts">How often a summary was begun.</param>
/// <param name="LastError">The kind of failure of the last attempt.</param>
/// <param name="Generator">What wrote the summary: <c>rules</c>, or a model.</param>
/// <param name="Language">BCP 47.</param>
public sealed record SessionSummaryResponse(
    Guid Id,
    SessionEndReason Reason,
    SummaryStatus Status,
    int Attempts,
    string? LastError,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    int MessageCount,
    string? Summary,
    IReadOnlyList<SessionFact>? Facts,
    IReadOnlyList<SessionIntent>? Intents,
    SessionMood? Mood,
    IReadOnlyList<OpenQuestion>? OpenQuestions,
    IReadOnlyList<SessionPending>? PendingActions,
    IReadOnlyList<Mention>? Mentions,
    IReadOnlyList<SpokenOf>? Context,
    string? Generator,
    string? Language,
    DateTimeOffset UpdatedAt)
{
    public static SessionSummaryResponse Of(SessionSummary session) => new(
        session.Id,
        session.Reason,
        session.Status,
        session.Attempts,
        session.LastError,
        session.StartedAt,
        session.EndedAt,
        session.MessageCount,
        session.Summary,
        session.Facts,
        session.Intents,
        session.Mood,
        session.OpenQuestions,
        session.PendingActions,
        session.Mentions,
        session.Context,
        session.Generator,
        session.Language,
        session.UpdatedAt);
}
