using System.ComponentModel;
using System.Globalization;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Aimi.Planning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Reminders;

/// <summary>Reminders over HTTP.</summary>
public static class ReminderEndpoints
{
    private const int LongestSnoozeMinutes = 7 * 24 * 60;

    public static IEndpointRouteBuilder MapReminders(this IEndpointRouteBuilder app)
    {
        var reminders = app.MapGroup("/reminders").WithTags("Reminders").RequireAuthorization().WithIdempotencyKey().ProducesProblem(401).ProducesProblem(503);
        reminders.MapGet("", List).WithName("listReminders").WithSummary("Reminders, past and to come, in the order of their time.")
            .WithDescription("They are planned 14 days ahead. They have no version: what is done to one twice is done once.")
            .ProducesProblem(400);
        reminders.MapPost("", Ask).WithName("createReminder").WithSummary("Reminds of an event at one more time, or of something by itself, which becomes a task.")
            .WithDescription("""
                An event gets it among its own `reminder_offsets`, so that it stays; one that had none of its own keeps those it had by the settings. The answer is the next reminder that came of it,
                of several channels the first by name. 202 with the event, or the task, where that one is more than 14 days ahead: it is not among the reminders until then.
                422 `nothing_to_remind` where its time has passed, `too_many` beyond 10 offsets.
                """)
            .Produces<ReminderResponse>(201).Produces<EventResponse>(202)
            .ProducesProblem(400).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

        var one = reminders.MapGroup("/{id:guid}").ProducesProblem(404);
        one.MapGet("", Get).WithName("getReminder").WithSummary("One reminder.");
        one.MapPatch("", Patch).WithName("patchReminder").WithSummary("Puts it off to another time, as snooze does.")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        one.MapDelete("", Remove).WithName("deleteReminder").WithSummary("Dismisses it: the row stays, for it would be planned again else.");
        one.MapGet("/log", Log).WithName("listReminderLog").WithSummary("The attempts to deliver it, the first first; all on one page.");
        one.MapPost("/snooze", Snooze).WithName("snoozeReminder").WithSummary("It rings again at `until`, or in so many minutes, even if it was sent or given up.")
            .WithDescription("422 for a time that has passed or is more than a year ahead; 422 `transition_not_allowed` for one that was dismissed.")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        one.MapPost("/dismiss", Dismiss).WithName("dismissReminder").WithSummary("It rings no more.");
        one.MapPost("/done", Done).WithName("completeReminder").WithSummary("What it is of is done: the event or the task, of a series that one; or the habit, on that day.")
            .WithDescription("The reminder is dismissed, unless it was sent. 422 `transition_not_allowed` where the event is not at that time any more or was cancelled, `day_in_future` for a habit, and for an agenda, a check-in and a digest.")
            .ProducesProblem(412).ProducesProblem(422);
        one.MapPost("/retry", Retry).WithName("retryReminder").WithSummary("Tries again now what was given up.")
            .WithDescription("422 `transition_not_allowed` unless its status is `failed`.")
            .ProducesProblem(422);
        return app;
    }

    private static async Task<Results<Ok<Page<ReminderResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        ReminderRepository reminders,
        CancellationToken cancellationToken,
        string? status = null,
        [Description("Rings at this or later.")] DateTimeOffset? from = null,
        [Description("Rings before this.")] DateTimeOffset? to = null,
        [Description("1 to 200.")] int limit = Page.DefaultLimit,
        string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;
        if (!EnumWords.TryReadOptional<ReminderStatus>(status, out var wanted))
            return Problems.Invalid("status", EnumWords.Choice<ReminderStatus>());
        if ((EventRules.Time("from", from) ?? EventRules.Time("to", to)) is { } refusal)
            return Problems.Invalid(refusal.Field!, refusal.Detail);
        ReminderPlace? after = null;
        if (cursor is not null && !Cursor.TryRead(cursor, out after))
            return Problems.Invalid("cursor", "The next_cursor of a page.");

        var rows = await reminders.List(
            user.Id, wanted, from?.ToUniversalTime(), to?.ToUniversalTime(), after is null ? null : (after.Instant, after.Id), limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, row => new ReminderPlace(row.TriggerAt.UtcTicks, row.Id), ReminderResponse.Of));
    }

    private static async Task<IResult> Ask(CreateReminderRequest request, CurrentUser user, AskedReminders reminders, CancellationToken cancellationToken)
    {
        if ((ClientIds.Refusal(request.Id) ?? Refusal(request)) is { } refusal)
            return refusal;

        // Plans go by whole seconds.
        var at = DateTimeOffset.FromUnixTimeSeconds(request.At?.ToUnixTimeSeconds() ?? 0);
        var asked = request.EventId is { } eventId
            ? await reminders.Of(user.Id, eventId, request.Offset ?? at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), cancellationToken)
            : await reminders.Of(user.Id, request.Title!, at, request.Id, cancellationToken);
        return asked switch
        {
            { Refusal: { } refused } => Problem(refused),
            { Reminder: { } reminder } => TypedResults.Created($"/reminders/{reminder.Id}", ReminderResponse.Of(reminder)),
            _ => TypedResults.Accepted($"/{(asked.Event!.Type is EventType.Task ? "tasks" : "events")}/{asked.Event.Id}", EventResponse.Of(asked.Event)),
        };
    }

    private static ProblemHttpResult? Refusal(CreateReminderRequest request) => request switch
    {
        { EventId: null, Title: null } => Problems.Invalid("event_id", "Either event_id or title."),
        { EventId: not null, Id: not null } => Problems.Invalid("id", "Only with title."),
        { EventId: not null, Title: not null } => Problems.Invalid("title", "Either event_id or title."),
        { Title: not null, Offset: not null } => Problems.Invalid("offset", "Only with event_id."),
        { Title: not null, At: null } => Problems.Invalid("at", "When to remind."),
        { EventId: not null } when request.At is null == request.Offset is null => Problems.Invalid("at", "Either at or offset."),
        { Offset: { } offset } when !Durations.TryParse(offset, out var duration) || duration > EventRules.MaxOffset =>
            Problems.Invalid("offset", "An ISO 8601 duration up to P28D, such as PT15M."),
        _ => EventRules.Time("at", request.At) is { } refusal ? Problems.Invalid("at", refusal.Detail) : null,
    };

    private static Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Get(
        Guid id, CurrentUser user, ReminderRepository reminders, CancellationToken cancellationToken) =>
        Find(user.Id, id, reminders, cancellationToken);

    private static async Task<Results<Ok<Page<ReminderLogResponse>>, ProblemHttpResult>> Log(
        Guid id, CurrentUser user, ReminderRepository reminders, CancellationToken cancellationToken) =>
        await reminders.Log(user.Id, id, cancellationToken) is { } attempts
            ? TypedResults.Ok(new Page<ReminderLogResponse>([.. attempts.Select(ReminderLogResponse.Of)], NextCursor: null))
            : Problem(ReminderRefusal.NotFound);

    private static Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Patch(
        Guid id, PatchReminderRequest request, CurrentUser user, ReminderRepository reminders, TimeProvider time, CancellationToken cancellationToken) =>
        PutOff(user.Id, id, request.TriggerAt, reminders, time, cancellationToken);

    private static async Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Snooze(
        Guid id, SnoozeRequest request, CurrentUser user, ReminderRepository reminders, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Until is null == request.Minutes is null)
            return Problems.Invalid("until", "Either until or minutes.");
        if (request.Minutes is < 1 or > LongestSnoozeMinutes)
            return Problems.Invalid("minutes", "A number from 1 to 10080.");

        return await PutOff(user.Id, id, request.Until ?? time.GetUtcNow().AddMinutes(request.Minutes!.Value), reminders, time, cancellationToken);
    }

    private static async Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> PutOff(
        Guid userId, Guid id, DateTimeOffset until, ReminderRepository reminders, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await reminders.Find(userId, id, cancellationToken) is null)
            return Problem(ReminderRefusal.NotFound);
        if (until <= time.GetUtcNow() || until > time.GetUtcNow().AddYears(1))
            return Problems.Of(422, "A time to come, within a year.");

        return await reminders.Snooze(userId, id, until.ToUniversalTime(), cancellationToken)
            ? await Find(userId, id, reminders, cancellationToken)
            : Problems.Of(422, "It was dismissed.", ReminderRefusal.TransitionNotAllowed);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(
        Guid id, CurrentUser user, ReminderRepository reminders, CancellationToken cancellationToken) =>
        await reminders.Dismiss(user.Id, id, cancellationToken) ? TypedResults.NoContent() : Problem(ReminderRefusal.NotFound);

    private static async Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Dismiss(
        Guid id, CurrentUser user, ReminderRepository reminders, CancellationToken cancellationToken)
    {
        await reminders.Dismiss(user.Id, id, cancellationToken);
        return await Find(user.Id, id, reminders, cancellationToken);
    }

    private static async Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Done(
        Guid id, CurrentUser user, DoneReminders done, ReminderRepository reminders, CancellationToken cancellationToken) =>
        await done.Done(user.Id, id, cancellationToken) is { } refusal ? Problem(refusal) : await Find(user.Id, id, reminders, cancellationToken);

    private static async Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Retry(
        Guid id, CurrentUser user, ReminderRepository reminders, CancellationToken cancellationToken)
    {
        var again = await reminders.Retry(user.Id, id, cancellationToken);
        var answer = await Find(user.Id, id, reminders, cancellationToken);
        return again || answer.Result is ProblemHttpResult
            ? answer
            : Problems.Of(422, "Only what was given up can be tried again.", ReminderRefusal.TransitionNotAllowed);
    }

    private static async Task<Results<Ok<ReminderResponse>, ProblemHttpResult>> Find(
        Guid userId, Guid id, ReminderRepository reminders, CancellationToken cancellationToken) =>
        await reminders.Find(userId, id, cancellationToken) is { } reminder
            ? TypedResults.Ok(ReminderResponse.Of(reminder))
            : Problem(ReminderRefusal.NotFound);

    private static ProblemHttpResult Problem(ReminderRefusal refusal) =>
        refusal.Field is { } field ? Problems.Invalid(field, refusal.Detail) : Problems.Of(refusal.Status, refusal.Detail, refusal.Code);

    /// <summary>Where a page ends.</summary>
    private sealed record ReminderPlace(long At, Guid Id)
    {
        internal DateTimeOffset Instant => new(Math.Clamp(At, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
    }
}
