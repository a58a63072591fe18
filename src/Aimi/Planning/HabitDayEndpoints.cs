using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Planning;

/// <content>The days of one habit: check-ins, excuses, pauses, the months.</content>
public static partial class HabitEndpoints
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MonthFormat = "yyyy-MM";

    private static void MapDays(RouteGroupBuilder habit)
    {
        habit.MapPost("/check-ins", CheckIn).WithName("checkInHabit").WithSummary("Says that the habit was kept on a day.")
            .WithDescription("201 the first time, 200 with the same check-in after that. 422 `day_in_future`, `day_too_old` (more than ten years).")
            .ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        habit.MapGet("/check-ins", CheckIns).WithName("listHabitCheckIns").WithSummary("Check-ins, the latest day first.");
        habit.MapGet("/check-ins/{day}", FindCheckIn).WithName("getHabitCheckIn").WithSummary("The check-in of a day.");
        habit.MapDelete("/check-ins/{day}", Undo).WithName("undoHabitCheckIn").WithSummary("Takes a check-in back.").ProducesProblem(412);

        habit.MapPost("/pause", Pause).WithName("pauseHabit").WithSummary("Does not ask for the habit from a day, today by default, to another, or until it is resumed.")
            .WithDescription("Answers the pause. Pauses and excuses that it overlaps become one with it. 422 `day_in_future`, `day_too_old` (more than ten years).")
            .ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        habit.MapPost("/resume", Resume).WithName("resumeHabit").WithSummary("Ends the pause that today is in: today is asked for again.").ProducesProblem(412);
        habit.MapPost("/excuses", Excuse).WithName("excuseHabitDay").WithSummary("Excuses one day, past or to come: it neither counts nor breaks.")
            .WithDescription("Answers the pause of that day, the one that was there if it was excused already. 422 `day_in_future`, `day_too_old` (more than ten years).")
            .ProducesProblem(412).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        habit.MapGet("/pauses", Pauses).WithName("listHabitPauses").WithSummary("Pauses and excuses, the latest first.");
        habit.MapDelete("/pauses/{pauseId:guid}", RemovePause).WithName("deleteHabitPause").WithSummary("Takes a pause or an excuse back.").ProducesProblem(412);

        habit.MapGet("/heatmap", Heatmap).WithName("getHabitHeatmap").WithSummary("A month, day by day.");
    }

    private static async Task<Results<Created<CheckInResponse>, Ok<CheckInResponse>, ProblemHttpResult>> CheckIn(
        Guid id, HttpRequest http, CurrentUser user, Habits habits, CancellationToken cancellationToken, CheckInRequest? request = null)
    {
        var outcome = await habits.CheckIn(user.Id, id, request?.Day, request?.Note, http.IfMatch(), cancellationToken);
        if (outcome.Refusal is { } refusal)
            return Problem(refusal);

        var answer = CheckInResponse.Of(outcome.Value!.CheckIn);
        return outcome.Value.IsNew
            ? TypedResults.Created($"/habits/{id}/check-ins/{answer.Day.ToString(DayFormat, CultureInfo.InvariantCulture)}", answer)
            : TypedResults.Ok(answer);
    }

    private static async Task<Results<Ok<Page<CheckInResponse>>, ProblemHttpResult>> CheckIns(
        Guid id,
        CurrentUser user,
        HabitReports reports,
        CancellationToken cancellationToken,
        [Description("The first day.")] DateOnly? from = null,
        [Description("The last day.")] DateOnly? to = null,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("`next_cursor` of the page before.")] string? cursor = null)
    {
        if (!TryPage<DateOnly>(limit, cursor, out var before, out var problem))
            return problem;

        return await reports.CheckIns(user.Id, id, from, to, before, limit + 1, cancellationToken) is { } rows
            ? TypedResults.Ok(Page.Of(rows, limit, row => row.Day, CheckInResponse.Of))
            : Problem(HabitRefusal.NotFound);
    }

    private static async Task<Results<Ok<CheckInResponse>, ProblemHttpResult>> FindCheckIn(
        Guid id, DateOnly day, CurrentUser user, HabitReports reports, CancellationToken cancellationToken) =>
        await reports.CheckIn(user.Id, id, day, cancellationToken) is { } checkIn
            ? TypedResults.Ok(CheckInResponse.Of(checkIn))
            : Problem(HabitRefusal.NoCheckIn);

    private static async Task<Results<NoContent, ProblemHttpResult>> Undo(
        Guid id, DateOnly day, HttpRequest http, CurrentUser user, Habits habits, CancellationToken cancellationToken) =>
        NoContentOr(await habits.Undo(user.Id, id, day, http.IfMatch(), cancellationToken));

    private static async Task<Results<Ok<HabitPauseResponse>, ProblemHttpResult>> Pause(
        Guid id, HttpRequest http, CurrentUser user, Habits habits, CancellationToken cancellationToken, PauseHabitRequest? request = null) =>
        Answer(await habits.Pause(user.Id, id, request?.From, request?.To, request?.Note, http.IfMatch(), cancellationToken));

    private static async Task<Results<Ok<HabitPauseResponse>, ProblemHttpResult>> Excuse(
        Guid id, ExcuseRequest request, HttpRequest http, CurrentUser user, Habits habits, CancellationToken cancellationToken) =>
        Answer(await habits.Excuse(user.Id, id, request.Day, request.Note, http.IfMatch(), cancellationToken));

    private static async Task<Results<Ok<HabitResponse>, ProblemHttpResult>> Resume(
        Guid id, HttpContext http, CurrentUser user, Habits habits, HabitReports reports, CancellationToken cancellationToken) =>
        await Answer(await habits.Resume(user.Id, id, http.Request.IfMatch(), cancellationToken), http.Response, reports, cancellationToken);

    private static async Task<Results<NoContent, ProblemHttpResult>> RemovePause(
        Guid id, Guid pauseId, HttpRequest http, CurrentUser user, Habits habits, CancellationToken cancellationToken) =>
        NoContentOr(await habits.RemovePause(user.Id, id, pauseId, http.IfMatch(), cancellationToken));

    private static async Task<Results<Ok<Page<HabitPauseResponse>>, ProblemHttpResult>> Pauses(
        Guid id,
        CurrentUser user,
        HabitReports reports,
        CancellationToken cancellationToken,
        [Description("1 to 200."), Range(1, Page.MaxLimit)] int limit = Page.DefaultLimit,
        [Description("`next_cursor` of the page before.")] string? cursor = null)
    {
        if (!TryPage<DateOnly>(limit, cursor, out var before, out var problem))
            return problem;

        return await reports.Pauses(user.Id, id, before, limit + 1, cancellationToken) is { } rows
            ? TypedResults.Ok(Page.Of(rows, limit, row => row.FromDay, HabitPauseResponse.Of))
            : Problem(HabitRefusal.NotFound);
    }

    private static async Task<Results<Ok<HeatmapResponse>, ProblemHttpResult>> Heatmap(
        Guid id,
        CurrentUser user,
        HabitReports reports,
        TimeProvider time,
        [Description("`2026-03`")] string month,
        CancellationToken cancellationToken)
    {
        var thisYear = time.GetUtcNow().Year;
        if (!DateOnly.TryParseExact(month, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            || Math.Abs(first.Year - thisYear) > HabitRule.Years)
        {
            return Problems.Invalid("month", "A month within ten years of now, such as 2026-03.");
        }

        return await reports.Heatmap(user.Id, id, first, cancellationToken) is { } days
            ? TypedResults.Ok(new HeatmapResponse(
                month, days, new HeatmapTotals(days.Count(day => day.Due), days.Count(day => day.CheckedIn), days.Count(day => day.Excused))))
            : Problem(HabitRefusal.NotFound);
    }

    private static Results<Ok<HabitPauseResponse>, ProblemHttpResult> Answer(HabitOutcome<HabitPause> outcome) =>
        outcome.Refusal is { } refusal ? Problem(refusal) : TypedResults.Ok(HabitPauseResponse.Of(outcome.Value!));
}
