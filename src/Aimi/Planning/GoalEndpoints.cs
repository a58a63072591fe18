using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Planning;

/// <summary>Goals over HTTP.</summary>
public static class GoalEndpoints
{
    public static IEndpointRouteBuilder MapGoals(this IEndpointRouteBuilder app)
    {
        var goals = app.MapGroup("/goals").WithTags("Goals").RequireAuthorization().WithIdempotencyKey().WithIfMatch().ProducesProblem(401).ProducesProblem(503);
        goals.MapGet("/", List).WithName("listGoals").WithSummary("The person's goals, in the order in which they were made.").ProducesProblem(400);
        goals.MapPost("/", Create).WithName("createGoal").WithSummary("Sets a goal.").ProducesProblem(400).ProducesProblem(422);
        goals.MapGet("/{id:guid}", Get).WithName("getGoal").WithSummary("A goal.").ProducesProblem(404);
        goals.MapPatch("/{id:guid}", Change).WithName("changeGoal").WithSummary("Changes a goal, by merge patch.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);
        goals.MapDelete("/{id:guid}", Delete).WithName("deleteGoal").WithSummary("Takes a goal away; its parts, habits, tasks and events stay.")
            .ProducesProblem(404).ProducesProblem(412);
        goals.MapGet("/{id:guid}/progress", Progress).WithName("getGoalProgress").WithSummary("What a goal's progress is counted from.").ProducesProblem(404);
        goals.MapAction("complete", GoalStatus.Completed, "It is reached.");
        goals.MapAction("pause", GoalStatus.Paused, "It rests for a while.");
        goals.MapAction("archive", GoalStatus.Archived, "It is put away.");
        goals.MapAction("activate", GoalStatus.Active, "It is taken up again.");
        return app;
    }

    private static void MapAction(this RouteGroupBuilder goals, string action, GoalStatus status, string summary) =>
        goals.MapPost($"/{{id:guid}}/{action}", async Task<Results<Ok<GoalResponse>, ProblemHttpResult>> (
                Guid id, HttpContext http, CurrentUser user, Goals service, CancellationToken cancellationToken) =>
                Answer(await service.MoveTo(status, user.Id, id, http.Request.IfMatch(), cancellationToken), http.Response))
            .WithName($"{action}Goal").WithSummary(summary).ProducesProblem(404).ProducesProblem(412).ProducesProblem(422);

    private static async Task<Results<Ok<Page<GoalResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        Goals goals,
        CancellationToken cancellationToken,
        [Description("`active`, `paused`, `completed` or `archived`; absent for all.")] string? status = null,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("The `next_cursor` of the page before.")] string? cursor = null)
    {
        if (Page.LimitRefusal(limit) is { } outOfBounds)
            return outOfBounds;
        if (!EnumWords.TryReadOptional<GoalStatus>(status, out var word))
            return Problems.Invalid("status", "A status of a goal.");

        // Behind an id that is before all others.
        var after = Guid.Empty;
        if (cursor is not null && !Cursor.TryRead(cursor, out after))
            return Problems.Invalid("cursor", "Not a cursor that was given.");

        var rows = await goals.List(user.Id, word, after, limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, goal => goal.Id, GoalResponse.Of));
    }

    private static async Task<Results<Created<GoalResponse>, Ok<GoalResponse>, ProblemHttpResult>> Create(
        CreateGoalRequest request, HttpResponse response, CurrentUser user, Goals goals, TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
            return refusal;

        var goal = request.ToGoal(user.Id, time.GetUtcNow());
        var change = await (request.Id is null ? goals.Add(goal, cancellationToken) : goals.AddOnce(goal, cancellationToken));
        if (Refusal(change.Result) is { } refused)
            return refused;

        response.SetVersion(change.Goal!.Version);
        return change.Result is GoalChangeResult.Known
            ? TypedResults.Ok(GoalResponse.Of(change.Goal))
            : TypedResults.Created($"/goals/{change.Goal.Id}", GoalResponse.Of(change.Goal));
    }

    private static async Task<Results<Ok<GoalResponse>, ProblemHttpResult>> Get(
        Guid id, HttpResponse response, CurrentUser user, Goals goals, CancellationToken cancellationToken)
    {
        if (await goals.Find(user.Id, id, cancellationToken) is not { } goal)
            return Problems.Of(404);

        response.SetVersion(goal.Version);
        return TypedResults.Ok(GoalResponse.Of(goal));
    }

    private static async Task<Results<Ok<GoalResponse>, ProblemHttpResult>> Change(
        Guid id, GoalPatch patch, HttpContext http, CurrentUser user, Goals goals, CancellationToken cancellationToken) =>
        patch.Refusal is { } refusal
            ? refusal
            : Answer(await goals.Change(user.Id, id, http.Request.IfMatch(), patch, cancellationToken), http.Response);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, HttpRequest request, CurrentUser user, Goals goals, CancellationToken cancellationToken) =>
        Refusal((await goals.Delete(user.Id, id, request.IfMatch(), cancellationToken)).Result) is { } refusal ? refusal : TypedResults.NoContent();

    private static async Task<Results<Ok<GoalProgressResponse>, ProblemHttpResult>> Progress(
        Guid id, CurrentUser user, Goals goals, GoalProgress progress, CancellationToken cancellationToken) =>
        await goals.Find(user.Id, id, cancellationToken) is { } goal
            ? TypedResults.Ok(GoalProgressResponse.Of(goal, await progress.PartsOf(goal, cancellationToken)))
            : Problems.Of(404);

    private static Results<Ok<GoalResponse>, ProblemHttpResult> Answer(GoalChange change, HttpResponse response)
    {
        if (Refusal(change.Result) is { } refusal)
            return refusal;

        response.SetVersion(change.Goal!.Version);
        return TypedResults.Ok(GoalResponse.Of(change.Goal));
    }

    private static ProblemHttpResult? Refusal(GoalChangeResult result) => result switch
    {
        GoalChangeResult.Changed or GoalChangeResult.Known => null,
        GoalChangeResult.IdTaken => ClientIds.Taken,
        GoalChangeResult.NotFound => Problems.Of(404),
        GoalChangeResult.VersionConflict => Problems.Of(412, "Read the goal again."),
        GoalChangeResult.UnknownParent => Problems.Invalid("parent_goal_id", "Not a goal of this person."),
        GoalChangeResult.TransitionNotAllowed => Problems.Of(422, "The goal's status does not allow it.", "transition_not_allowed"),
        GoalChangeResult.Cycle => Problems.Of(422, "A goal can not be a part of itself.", "goal_cycle"),
        GoalChangeResult.TooDeep => Problems.Of(422, $"Goals are at most {GoalTree.MaxDepth} deep.", "goal_too_deep"),
        GoalChangeResult.TooMany => Problems.Of(422, $"A person has at most {Goals.MaxGoals} goals.", "too_many"),
        GoalChangeResult.ProgressIsCounted => Problems.Of(422, "The progress is counted from the goal's parts, or the goal is reached.", "progress_is_counted"),
        _ => throw new InvalidOperationException($"{result} has no answer."),
    };
}

/// <summary>A goal on the wire.</summary>
/// <param name="Progress">0 to 1: counted from its parts, by hand where it has none; 1 where it is completed.</param>
public sealed record GoalResponse(
    Guid Id,
    string Title,
    string? Description,
    GoalStatus Status,
    DateOnly? TargetDate,
    int Priority,
    Guid? ParentGoalId,
    double Progress,
    PlanMetadata Metadata,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static GoalResponse Of(Goal goal) => new(
        goal.Id,
        goal.Title,
        goal.Description,
        goal.Status,
        goal.TargetDate,
        goal.Priority,
        goal.ParentGoalId,
        goal.Progress,
        goal.Metadata,
        goal.Version,
        goal.CreatedAt,
        goal.UpdatedAt);
}

/// <summary>What a goal's progress is counted from, at this moment. Each part weighs the same.</summary>
/// <param name="Counted">False where there are no parts: then it is set by hand.</param>
/// <param name="Goals">Goals that are parts of it and not archived.</param>
/// <param name="GoalsProgress">Their mean progress, 0 to 1.</param>
/// <param name="Tasks">Tasks of it that are done or open and do not repeat.</param>
/// <param name="Habits">Active habits of it.</param>
/// <param name="HabitsCompletionRate">Their mean share of due days that were kept in the last 30 days, 0 to 1.</param>
public sealed record GoalProgressResponse(
    double Progress, bool Counted, int Goals, double? GoalsProgress, int Tasks, int TasksDone, int Habits, double? HabitsCompletionRate)
{
    public static GoalProgressResponse Of(Goal goal, GoalParts parts) => new(
        goal.Status is GoalStatus.Completed ? 1 : parts.Progress ?? goal.Progress,
        parts.Progress is not null,
        parts.Goals,
        Mean(parts.GoalsProgress, parts.Goals),
        parts.Tasks,
        parts.TasksDone,
        parts.Habits,
        Mean(parts.HabitsKept, parts.Habits));

    private static double? Mean(double sum, int count) => count == 0 ? null : Math.Round(sum / count, 4);
}
