using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Planning;

public sealed class GoalProgressOnSqliteTests(EmbeddedStack stack) : GoalProgressSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class GoalProgressOnServersTests(ServerStack stack) : GoalProgressSuite(stack), IClassFixture<ServerStack>;

/// <summary>How far a goal is, by its parts.</summary>
public abstract class GoalProgressSuite(TestStack stack)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_parts_it_is_set_by_hand_and_reached_it_is_one()
    {
        var person = await stack.Aimi.Person();
        var path = $"/goals/{(await person.Made("/goals", """{"title":"x","progress":0.5}"""))["id"]}";
        var before = await person.Get($"{path}/progress");
        Assert.Equal((0.5, false), ((double)before["progress"]!, (bool)before["counted"]!));

        Assert.Equal(1, (double)(await TestPerson.Json(await person.Post($"{path}/complete", "")))["progress"]!);
        await TestPerson.Problem(await person.Patch(path, """{"progress":0.5}"""), 422, "progress_is_counted");
        await TestPerson.Json(await person.Post($"{path}/activate", ""));
        Assert.Equal(0.5, (double)(await TestPerson.Json(await person.Patch(path, """{"progress":0.5}""")))["progress"]!);
    }

    [Fact]
    public async Task Goals_count_for_what_they_are_parts_of_up_to_the_root()
    {
        var person = await stack.Aimi.Person();
        var root = await Goal(person, null);
        var (left, right) = (await Goal(person, root), await Goal(person, root));
        var leaf = await Goal(person, left);

        await TestPerson.Json(await person.Post($"/goals/{leaf}/complete", ""));
        Assert.Equal((1, 0.5), (await Progress(person, left), await Progress(person, root)));
        await TestPerson.Problem(await person.Patch($"/goals/{root}", """{"progress":0.9}"""), 422, "progress_is_counted");

        await TestPerson.Json(await person.Post($"/goals/{right}/archive", ""));
        Assert.Equal(1, await Progress(person, root));

        await TestPerson.Json(await person.Post($"/goals/{right}/activate", ""));
        await TestPerson.Json(await person.Patch($"/goals/{leaf}", $$"""{"parent_goal_id":"{{right}}"}"""));
        Assert.Equal((1, 1, 1), (await Progress(person, left), await Progress(person, right), await Progress(person, root)));

        await person.Delete($"/goals/{left}");
        await TestPerson.Json(await person.Post($"/goals/{leaf}/activate", ""));
        await TestPerson.Json(await person.Patch($"/goals/{leaf}", """{"progress":0.2}"""));
        Assert.Equal((0.2, 0.2), (await Progress(person, right), await Progress(person, root)));
    }

    [Fact]
    public async Task Tasks_and_habits_count_when_they_change()
    {
        var person = await stack.Aimi.Person();
        var me = person.Row();
        var root = await Goal(person, null);
        var leaf = await Goal(person, root);
        var today = LocalTime.DayOf(TimeProvider.System.GetUtcNow(), A.Timezone);
        var (open, done, dropped, again) = (A.Task(me), A.Task(me), A.Task(me), A.Task(me));
        (done.Status, dropped.Status, again.RepeatRule) = (EventStatus.Completed, EventStatus.Cancelled, "FREQ=DAILY");
        var (daily, weekly, resting) = (A.Habit(me), A.Habit(me), A.Habit(me));
        (daily.StartsOn, weekly.StartsOn) = (today.AddDays(-9), today.AddYears(-1));
        (weekly.Frequency, weekly.TimesPerWeek, resting.Active) = ("FREQ=WEEKLY", 7, false);
        foreach (var planned in new[] { open, done, dropped, again })
            planned.GoalId = leaf;
        foreach (var habit in new[] { daily, weekly, resting })
            habit.GoalId = leaf;
        await stack.Database.Save([open, done, dropped, again, daily, weekly, resting,
            .. Enumerable.Range(0, 5).Select(day => A.CheckIn(me, daily, today.AddDays(-day))),
            .. Enumerable.Range(0, 40).Select(day => A.CheckIn(me, weekly, today.AddDays(-day)))]);

        // One of two tasks; five of ten days, and all thirty.
        var parts = await person.Get($"/goals/{leaf}/progress");
        Assert.Equal(
            (2, 1, 2, 0.75, 0.625, true),
            ((int)parts["tasks"]!, (int)parts["tasks_done"]!, (int)parts["habits"]!, (double)parts["habits_completion_rate"]!, (double)parts["progress"]!, (bool)parts["counted"]!));
        Assert.Equal(0, await Progress(person, root));

        await Tell(new PlanChange(person.Id) { Habits = [daily] });
        Assert.Equal((0.625, 0.625), (await Progress(person, leaf), await Progress(person, root)));
    }

    [Fact]
    public async Task What_is_done_at_once_is_all_counted()
    {
        var person = await stack.Aimi.Person();
        var me = person.Row();
        var goal = await Goal(person, null);
        var tasks = Enumerable.Range(0, 8).Select(_ => A.Task(me)).ToList();
        tasks.ForEach(task => task.GoalId = goal);
        await stack.Database.Save(tasks);

        await Task.WhenAll(tasks.Select(task => Task.Run(() => Tell(new PlanChange(person.Id) { Events = [task] }, task.Id))));

        Assert.Equal(1, await Progress(person, goal));
    }

    /// <summary>As the service of events does: in its transaction, after the change is saved.</summary>
    private async Task Tell(PlanChange change, Guid? done = null)
    {
        await using var scope = stack.Aimi.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        await database.InTransaction(
            async () =>
            {
                if (done is { } task)
                {
                    (await database.Events.FindAsync([change.UserId, task], Cancellation))!.Status = EventStatus.Completed;
                    await database.SaveChangesAsync(Cancellation);
                }

                await scope.ServiceProvider.GetRequiredService<PlanWatchers>().Tell(change, Cancellation);
                return 0;
            },
            Cancellation);
    }

    private static async Task<Guid> Goal(TestPerson person, Guid? parent)
    {
        var json = new JsonObject { ["title"] = "x" };
        if (parent is not null)
            json["parent_goal_id"] = parent;
        return (Guid)(await person.Made("/goals", json.ToJsonString()))["id"]!;
    }

    private static async Task<double> Progress(TestPerson person, Guid goal) => (double)(await person.Get($"/goals/{goal}"))["progress"]!;
}
