using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Planning;

/// <summary>Habits over HTTP.</summary>
public static partial class HabitEndpoints
{
    public static IEndpointRouteBuilder MapHabits(this IEndpointRouteBuilder app)
    {
        var habits = app.MapGroup("/habits").WithTags("Habits").RequireAuthorization().WithIdempotencyKey().WithIfMatch().ProducesProblem(401).ProducesProblem(503);

        habits.MapGet("", List).WithName("listHabits").WithSummary("Habits, in the order in which they were added.").ProducesProblem(400);

        habits.MapPost("", Add).WithName("createHabit").WithSummary("Adds a habit.")
            .WithDescription("422 `rule_invalid`, `rule_too_dense` (a rule finer than daily), `too_many` (beyond 500 habits).")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

        habits.MapGet("/{id:guid}", Find).WithName("getHabit").WithSummary("One habit.").ProducesProblem(404);

        habits.MapPatch("/{id:guid}", Patch).WithName("updateHabit").WithSummary("Changes a habit.")
            .WithDescription("422 `rule_invalid`, `rule_too_dense`.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

        habits.MapDelete("/{id:guid}", Delete).WithName("deleteHabit").WithSummary("Deletes a habit with its check-ins and pauses.")
            .ProducesProblem(404).ProducesProblem(412);

        MapDays(habits.MapGroup("/{id:guid}").ProducesProblem(400).ProducesProblem(404));
        return app;
    }

    private static async Task<Results<Ok<Page<HabitResponse>>, ProblemHttpResult>> List(
        CurrentUser user,
        HabitReports reports,
        CancellationToken cancellationToken,
        [FromQuery(Name = "goal_id"), Description("Those that serve this goal.")] Guid? goalId = null,
        [Description("Only active ones, or only the others.")] bool? active = null,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("`next_cursor` of the page before.")] string? cursor = null)
    {
        if (!TryPage<Guid>(limit, cursor, out var after, out var problem))
            return problem;

        var rows = await reports.List(user.Id, goalId, active, after, limit + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, row => row.Habit.Id, HabitResponse.Of));
    }

    private static async Task<Results<Created<HabitResponse>, Ok<HabitResponse>, ProblemHttpResult>> Add(
        CreateHabitRequest request,
        HttpResponse response,
        CurrentUser user,
        Habits habits,
        HabitReports reports,
        CancellationToken cancellationToken)
    {
        if (ClientIds.Refusal(request.Id) is { } invalid)
            return invalid;

        var added = await habits.AddOnce(user.Id, request.Id, request.Draft(), cancellationToken);
        if (added.Refusal is { } refusal)
            return Problem(refusal);

        var (habit, isNew) = added.Value!;
        response.SetVersion(habit.Version);
        var answer = HabitResponse.Of(await reports.Of(habit, cancellationToken));
        return isNew ? TypedResults.Created($"/habits/{habit.Id}", answer) : TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<HabitResponse>, ProblemHttpResult>> Find(
        Guid id, HttpResponse response, CurrentUser user, HabitReports reports, CancellationToken cancellationToken)
    {
        if (await reports.Find(user.Id, id, cancellationToken) is not { } report)
            return Problem(HabitRefusal.NotFound);

        response.SetVersion(report.Habit.Version);
        return TypedResults.Ok(HabitResponse.Of(report));
    }

    private static async Task<Results<Ok<HabitResponse>, ProblemHttpResult>> Patch(
        Guid id, PatchHabitRequest request, HttpContext http, CurrentUser user, Habits habits, HabitReports reports, CancellationToken cancellationToken) =>
        await Answer(await habits.Change(user.Id, id, request.Of, http.Request.IfMatch(), cancellationToken), http.Response, reports, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id, HttpRequest http, CurrentUser user, Habits habits, CancellationToken cancellationToken) =>
        NoContentOr(await habits.Delete(user.Id, id, http.IfMatch(), cancellationToken));

    /// <summary>The habit as it is now, and how it goes; or why not.</summary>
    private static async Task<Results<Ok<HabitResponse>, ProblemHttpResult>> Answer(
        HabitOutcome<Habit> outcome, HttpResponse response, HabitReports reports, CancellationToken cancellationToken)
    {
        if (outcome.Refusal is { } refusal)
            return Problem(refusal);

        response.SetVersion(outcome.Value!.Version);
        return TypedResults.Ok(HabitResponse.Of(await reports.Of(outcome.Value, cancellationToken)));
    }

    private static Results<NoContent, ProblemHttpResult> NoContentOr(HabitOutcome<Habit> outcome) =>
        outcome.Refusal is { } refusal ? Problem(refusal) : TypedResults.NoContent();

    private static ProblemHttpResult Problem(HabitRefusal refusal) =>
        refusal.Field is { } field ? Problems.Invalid(field, refusal.Detail) : Problems.Of(refusal.Status, refusal.Detail, refusal.Code);

    private static bool TryPage<TPosition>(int limit, string? cursor, out TPosition? after, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out ProblemHttpResult? problem)
        where TPosition : struct
    {
        after = null;
        problem = Page.LimitRefusal(limit)
            ?? (cursor is not null && !Cursor.TryRead(cursor, out after) ? Problems.Invalid("cursor", "The next_cursor of a page.") : null);
        return problem is null;
    }
}
