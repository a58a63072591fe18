using System.ComponentModel;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Planning;

/// <summary>What <c>/events</c> and <c>/tasks</c> have in common: two views of one table, by type.</summary>
/// <param name="noun">For the names of the operations.</param>
internal sealed class PlanRoutes(string noun, Func<EventType, bool> covers)
{
    public const string ScopeWords = "`this` (the default where an occurrence is named), `this_and_later` or `all`.";

    public void Map(RouteGroupBuilder group)
    {
        group.MapGet("/{id:guid}", Get).WithName($"get{noun}").WithSummary("One, as its row says.").Produces<EventResponse>().ProducesProblem(404);
        group.MapDelete("/{id:guid}", Delete).WithName($"delete{noun}").WithSummary("Deletes it; or skips one occurrence, or ends the series before one.")
            .Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
        group.MapGet("/{id:guid}/occurrences", ListOccurrences).WithName($"list{noun}Occurrences").WithSummary("The times of a series, at most 400 days of them; from now on, unless it says otherwise.")
            .Produces<Page<EventResponse>>().ProducesProblem(400).ProducesProblem(404);
        group.MapGet("/{id:guid}/history", History).WithName($"list{noun}History").WithSummary("Every change of it, the first one first.")
            .Produces<Page<EventHistoryResponse>>().ProducesProblem(400).ProducesProblem(404);

        Action("confirm", "Confirms a proposal; also takes back what is done or cancelled.", (events, target, version, cancel) => events.Confirm(target, EventActor.User, version, cancel));
        Action("complete", "It is done. Of a series without `occurrence_at` the last that is open and due, else the next.",
            (events, target, version, cancel) => events.Complete(target, EventActor.User, version, cancel));
        Action("cancel", "Cancels it, skips one occurrence, or ends the series before one.", (events, target, version, cancel) => events.Cancel(target, EventActor.User, version, cancel));
        group.MapPost("/{id:guid}/postpone", Postpone).WithName($"postpone{noun}").WithSummary("Moves it to another time; what has a length keeps it.")
            .Produces<EventResponse>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);

        void Action(string verb, string summary, Func<EventRepository, EventTarget, long?, CancellationToken, Task<EventChange>> act) =>
            group.MapPost($"/{{id:guid}}/{verb}", (Guid id, EventActionRequest? request, HttpContext http, CurrentUser user, EventRepository events, CancellationToken cancellationToken) =>
                    Act(id, request ?? new EventActionRequest(), http, user, events, (target, version) => act(events, target, version, cancellationToken), verb == "cancel", cancellationToken))
                .WithName($"{verb}{noun}").WithSummary(summary)
                .Produces<EventResponse>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
    }

    /// <param name="path">Of the collection.</param>
    public static async Task<IResult> Create(
        PlanRequest request, EventType type, TimeSpan? nagEvery, string path, HttpContext http, CurrentUser user, EventRepository events, TimeProvider time, CancellationToken cancellationToken)
    {
        if (ClientIds.Refusal(request.Id) is { } invalid)
            return invalid;

        var zone = request.Timezone ?? await events.ZoneOf(user.Id, cancellationToken);
        var planned = request.Planned(user.Id, type, zone, nagEvery, time.GetUtcNow());
        var change = await (request.Id is null ? events.Add(planned, EventActor.User, cancellationToken) : events.AddOnce(planned, EventActor.User, cancellationToken));
        if (Refusal(change) is { } refusal)
            return refusal;

        http.Response.SetVersion(change.Event!.Version);
        var answer = EventResponse.Of(change.Event);
        return change.Result is EventChangeResult.Known ? TypedResults.Ok(answer) : TypedResults.Created($"{path}/{planned.Id}", answer);
    }

    public async Task<IResult> List(PlanQuery query, string from, string to, Guid userId, EventRepository events, CancellationToken cancellationToken)
    {
        if (query.Refusal(from, to) is { } refusal)
            return refusal;

        if (!query.Expands)
        {
            Guid? last = null;
            if (query.Cursor is { } position && !(Cursor.TryRead<Guid>(position, out var id) && (last = id) is not null))
                return Problems.Invalid("cursor", "Not a cursor of this list.");

            var rows = await events.List(userId, Which(query, ofRows: true), last, query.Rows + 1, cancellationToken);
            return TypedResults.Ok(Page.Of(rows, query.Rows, planned => planned.Id, EventResponse.Of));
        }

        OccurrencePlace? after = null;
        if (query.Cursor is { } cursor && !Cursor.TryRead(cursor, out after))
            return Problems.Invalid("cursor", "Not a cursor of this list.");

        var span = query.Span;
        var start = after is null ? span.From : new DateTimeOffset(Math.Clamp(after.At, span.From.UtcTicks, span.To.UtcTicks), TimeSpan.Zero);
        return TypedResults.Ok(query.PageOf(await events.Agenda(userId, Which(query, ofRows: false), start, span.To, cancellationToken), after));
    }

    public async Task<IResult> Patch(
        Guid id, EventPatch patch, DateTimeOffset? occurrenceAt, string? scope, HttpContext http, CurrentUser user, EventRepository events, CancellationToken cancellationToken)
    {
        if (Target(user.Id, id, occurrenceAt, scope, out var target) is { } refusal)
            return refusal;

        return await Own(target, events, cancellationToken)
            ? Answer(await events.Change(target, patch, EventActor.User, http.Request.IfMatch(), cancellationToken), http)
            : Problems.Of(404);
    }

    public static IResult Answer(EventChange change, HttpContext http) => Refusal(change) ?? Ok(change, http);

    public static IResult? Refusal(EventChange change) => change switch
    {
        { Result: EventChangeResult.Changed or EventChangeResult.Known } => null,
        { Result: EventChangeResult.IdTaken } => ClientIds.Taken,
        { Result: EventChangeResult.NotFound } => Problems.Of(404, change.Event is null ? null : "It has no occurrence at that time."),
        { Result: EventChangeResult.VersionConflict } => Problems.Of(412),
        { Refusal: { Field: { } field } refusal } => Problems.Invalid(field, refusal.Detail),
        _ => Problems.Of(422, change.Refusal!.Detail, change.Refusal.Code),
    };

    private static Ok<EventResponse> Ok(EventChange change, HttpContext http)
    {
        http.Response.SetVersion(change.Event!.Version);
        return TypedResults.Ok(change.Occurrence is { } occurrence ? EventResponse.Of(occurrence) : EventResponse.Of(change.Event));
    }

    private async Task<IResult> Get(Guid id, HttpContext http, CurrentUser user, EventRepository events, CancellationToken cancellationToken)
    {
        if (await events.Find(user.Id, id, cancellationToken) is not { } planned || !covers(planned.Type))
            return Problems.Of(404);

        http.Response.SetVersion(planned.Version);
        return TypedResults.Ok(EventResponse.Of(planned));
    }

    private async Task<IResult> Delete(
        Guid id,
        HttpContext http,
        CurrentUser user,
        EventRepository events,
        CancellationToken cancellationToken,
        [Description("The occurrence that is meant.")] DateTimeOffset? occurrence_at = null,
        [Description(ScopeWords)] string? scope = null)
    {
        if (Target(user.Id, id, occurrence_at, scope, out var target) is { } refusal)
            return refusal;

        return await Own(target, events, cancellationToken)
            ? Refusal(await events.Delete(target, EventActor.User, http.Request.IfMatch(), cancellationToken)) ?? TypedResults.NoContent()
            : Problems.Of(404);
    }

    private async Task<IResult> ListOccurrences(
        Guid id,
        CurrentUser user,
        EventRepository events,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string? status = null,
        int? limit = null,
        string? cursor = null)
    {
        var query = new PlanQuery(status, GoalId: null, from is null && to is null ? time.GetUtcNow() : from, to, limit, cursor);
        if (query.Refusal("from", "to") is { } refusal)
            return refusal;
        OccurrencePlace? after = null;
        if (cursor is not null && !Cursor.TryRead(cursor, out after))
            return Problems.Invalid("cursor", "Not a cursor of this list.");
        if (await events.Find(user.Id, id, cancellationToken) is not { } planned || !covers(planned.Type))
            return Problems.Of(404);

        var span = query.Span;
        var start = after is null ? span.From : new DateTimeOffset(Math.Clamp(after.At, span.From.UtcTicks, span.To.UtcTicks), TimeSpan.Zero);
        return TypedResults.Ok(query.PageOf(Series.Between(planned, await events.Differences(user.Id, id, cancellationToken), start, span.To), after));
    }

    private async Task<IResult> History(
        Guid id, CurrentUser user, EventRepository events, CancellationToken cancellationToken, int? limit = null, string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;
        HistoryPlace? after = null;
        if (cursor is not null && !Cursor.TryRead(cursor, out after))
            return Problems.Invalid("cursor", "Not a cursor of this list.");
        if (await events.Find(user.Id, id, cancellationToken) is not { } planned || !covers(planned.Type))
            return Problems.Of(404);

        var rows = Math.Min(limit ?? Page.DefaultLimit, Page.MaxLimit);
        var changes = await events.History(
            user.Id, id, after is null ? null : (new DateTimeOffset(Math.Clamp(after.At, 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero), after.Id), rows + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(changes, rows, change => new HistoryPlace(change.ChangedAt.UtcTicks, change.Id), EventHistoryResponse.Of));
    }

    private Task<IResult> Postpone(
        Guid id, PostponeRequest request, HttpContext http, CurrentUser user, EventRepository events, CancellationToken cancellationToken) =>
        EventRules.Time("until", request.Until) is { } refusal
            ? Task.FromResult<IResult>(Problems.Invalid("until", refusal.Detail))
            : Act(
                id, request, http, user, events,
                (target, version) => events.PostponeTo(target, request.Until, EventActor.User, version, cancellationToken),
                mayBeLater: true, cancellationToken);

    private async Task<IResult> Act(
        Guid id,
        EventActionRequest request,
        HttpContext http,
        CurrentUser user,
        EventRepository events,
        Func<EventTarget, long?, Task<EventChange>> act,
        bool mayBeLater,
        CancellationToken cancellationToken)
    {
        var target = new EventTarget(user.Id, id, request.OccurrenceAt, request.Scope);
        if (Misaimed(target) is { } refusal)
            return refusal;
        if (request.Scope is SeriesScope.ThisAndLater && !mayBeLater)
            return Problems.Invalid("scope", "`this` or `all`.");

        return await Own(target, events, cancellationToken) ? Answer(await act(target, http.Request.IfMatch()), http) : Problems.Of(404);
    }

    private async Task<bool> Own(EventTarget target, EventRepository events, CancellationToken cancellationToken) =>
        await events.TypeOf(target.UserId, target.Id, cancellationToken) is { } type && covers(type);

    private static ProblemHttpResult? Target(Guid userId, Guid id, DateTimeOffset? occurrenceAt, string? scope, out EventTarget target)
    {
        SeriesScope? wanted = null;
        target = new EventTarget(userId, id, occurrenceAt?.ToUniversalTime());
        if (scope is not null)
        {
            if (!EnumWords.TryRead<SeriesScope>(scope, out var read))
                return Problems.Invalid("scope", EnumWords.Choice<SeriesScope>());
            wanted = read;
        }

        target = target with { Scope = wanted };
        return Misaimed(target);
    }

    private static ProblemHttpResult? Misaimed(EventTarget target) =>
        target is { OccurrenceAt: null, Scope: SeriesScope.This or SeriesScope.ThisAndLater }
            ? Problems.Invalid("occurrence_at", "That scope needs the occurrence that is meant.")
            : EventRules.Time("occurrence_at", target.OccurrenceAt) is { } refusal ? Problems.Invalid("occurrence_at", refusal.Detail) : null;

    // Of occurrences the status is known only when they are expanded; what was dropped as a whole has none but dropped ones.
    private Func<IQueryable<PlannedEvent>, IQueryable<PlannedEvent>> Which(PlanQuery query, bool ofRows)
    {
        var types = Enum.GetValues<EventType>().Where(covers).ToList();
        return rows =>
        {
            rows = rows.Where(planned => types.Contains(planned.Type));
            if (query.GoalId is { } goalId)
                rows = rows.Where(planned => planned.GoalId == goalId);
            if (ofRows && query.WantedStatus is { } status)
                rows = rows.Where(planned => planned.Status == status);
            if (!ofRows && query.WantedStatus is null)
                rows = rows.Where(planned => planned.Status != EventStatus.Cancelled);
            return rows;
        };
    }

    private sealed record HistoryPlace(long At, Guid Id);
}
