using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Planning;

public sealed class GoalsOnSqliteTests(EmbeddedStack stack) : GoalSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class GoalsOnServersTests(ServerStack stack) : GoalSuite(stack), IClassFixture<ServerStack>;

/// <summary>Goals over HTTP.</summary>
public abstract class GoalSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    [Fact]
    public async Task A_goal_is_made_read_changed_and_taken_away()
    {
        var person = await Aimi.Person();
        var made = await person.Made("/goals", """{"title":" Выучить испанский ","description":"B2","target_date":"2026-12-31","priority":5,"metadata":{"tags":["язык"]}}""");
        Assert.Equal(
            ("Выучить испанский", "active", 5, 0.0, 1, "2026-12-31", "язык"),
            ((string)made["title"]!, (string)made["status"]!, (int)made["priority"]!, (double)made["progress"]!, (int)made["version"]!, (string)made["target_date"]!, (string)made["metadata"]!["tags"]![0]!));
        var path = $"/goals/{made["id"]}";
        Assert.Equal(made.ToJsonString(), (await person.Get(path)).ToJsonString());

        var changed = await TestPerson.Json(await person.Patch(path, """{"title":"Испанский","description":null,"progress":0.25,"metadata":{"tags":null}}"""));
        Assert.Equal(("Испанский", 2, 0.25), ((string)changed["title"]!, (int)changed["version"]!, (double)changed["progress"]!));
        Assert.Null(changed["description"]);
        Assert.Equal(("2026-12-31", "{}"), ((string)changed["target_date"]!, changed["metadata"]!.ToJsonString()));

        Assert.Equal(204, (int)(await person.Delete(path)).StatusCode);
        await TestPerson.Problem(await person.Delete(path), 404, "not_found");
        await TestPerson.Problem(await person.Call(HttpMethod.Get, path), 404, "not_found");
    }

    [Fact]
    public async Task What_a_goal_can_not_be_is_refused_by_field()
    {
        var person = await Aimi.Person();
        foreach (var (json, field) in new[]
        {
            ("""{"title":"  "}""", "title"), ("{\"title\":\"a\\u0000b\"}", "title"), ($$"""{"title":"{{new string('a', 501)}}"}""", "title"),
            ("""{"title":"x","priority":6}""", "priority"), ("""{"title":"x","progress":1.5}""", "progress"), ("""{"title":"x","metadata":{"tags":[""]}}""", "metadata"),
            ("""{"title":"x","parent_goal_id":"0195a000-0000-7000-8000-000000000000"}""", "parent_goal_id"), ("""{"title":"x","target_date":"soon"}""", "target_date"),
            ("""{"description":"x"}""", ""),
        })
        {
            var problem = await TestPerson.Problem(await person.Post("/goals", json), 400, "validation_failed");
            Assert.True(field.Length == 0 || problem["errors"]![field] is not null, $"{json}: {problem.ToJsonString()}");
        }

        await TestPerson.Problem(await person.Post("/goals", """{"title":"x","colour":"red"}"""), 400, "unknown_field");
        var path = $"/goals/{(await person.Made("/goals", """{"title":"x"}"""))["id"]}";
        await TestPerson.Problem(await person.Patch(path, """{"status":"completed"}"""), 400, "unknown_field");
        await TestPerson.Problem(await person.Patch(path, """{"title":null}"""), 400, "validation_failed");
        await TestPerson.Problem(await person.Patch(path, """{"priority":null}"""), 400, "validation_failed");
    }

    [Fact]
    public async Task Another_persons_goal_is_not_there()
    {
        var (mine, other) = (await Aimi.Person(), await Aimi.Person());
        var theirs = (await other.Made("/goals", """{"title":"x"}"""))["id"];
        await TestPerson.Problem(await mine.Call(HttpMethod.Get, $"/goals/{theirs}"), 404, "not_found");
        await TestPerson.Problem(await mine.Call(HttpMethod.Get, $"/goals/{theirs}/progress"), 404, "not_found");
        await TestPerson.Problem(await mine.Patch($"/goals/{theirs}", """{"title":"y"}"""), 404, "not_found");
        await TestPerson.Problem(await mine.Delete($"/goals/{theirs}"), 404, "not_found");
        foreach (var action in new[] { "complete", "pause", "archive", "activate" })
            await TestPerson.Problem(await mine.Post($"/goals/{theirs}/{action}", ""), 404, "not_found");
        await TestPerson.Problem(await mine.Post("/goals", $$"""{"title":"x","parent_goal_id":"{{theirs}}"}"""), 400, "validation_failed");
        Assert.Empty((await mine.Get("/goals"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_writer_that_saw_another_version_is_refused()
    {
        var person = await Aimi.Person();
        var path = $"/goals/{(await person.Made("/goals", """{"title":"x"}"""))["id"]}";
        var changed = await person.Patch(path, """{"title":"y"}""", "If-Match", "\"1\"");
        Assert.Equal("\"2\"", changed.Headers.ETag?.ToString());

        await TestPerson.Problem(await person.Patch(path, """{"title":"z"}""", "If-Match", "\"1\""), 412, "version_conflict");
        await TestPerson.Problem(await person.Call(HttpMethod.Post, $"{path}/pause", null, "If-Match", "\"1\""), 412, "version_conflict");
        await TestPerson.Problem(await person.Delete(path, "If-Match", "\"1\""), 412, "version_conflict");
        Assert.Equal("y", (string)(await person.Get(path))["title"]!);
        Assert.Equal(204, (int)(await person.Delete(path, "If-Match", "\"2\"")).StatusCode);
    }

    [Fact]
    public async Task A_status_changes_by_the_allowed_ways_only()
    {
        var person = await Aimi.Person();
        string[] actions = ["activate", "pause", "complete", "archive"];
        var ways = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["active"] = ["pause", "complete", "archive"],
            ["paused"] = ["activate", "complete", "archive"],
            ["completed"] = ["activate", "archive"],
            ["archived"] = ["activate"],
        };
        var (id, status) = ((string)(await person.Made("/goals", """{"title":"x"}"""))["id"]!, "active");
        foreach (var (from, reach) in new[] { ("active", ""), ("paused", "pause"), ("completed", "complete"), ("archived", "archive") })
        {
            foreach (var action in actions)
            {
                if (status != from)
                {
                    if (status != "active")
                        await TestPerson.Json(await person.Post($"/goals/{id}/activate", ""));
                    if (reach.Length > 0)
                        await TestPerson.Json(await person.Post($"/goals/{id}/{reach}", ""));
                }

                var answer = await person.Post($"/goals/{id}/{action}", "");
                if (!ways[from].Contains(action))
                    await TestPerson.Problem(answer, 422, "transition_not_allowed");
                else
                    await TestPerson.Json(answer);
                status = (string)(await person.Get($"/goals/{id}"))["status"]!;
            }
        }
    }

    [Fact]
    public async Task Pages_leave_out_none_while_others_are_made_and_filter_by_status()
    {
        var person = await Aimi.Person();
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
            made.Add((string)(await person.Made("/goals", $$"""{"title":"{{i}}"}"""))["id"]!);
        await TestPerson.Json(await person.Post($"/goals/{made[1]}/pause", ""));

        var paged = await person.All("/goals", 3, async () => made.Add((string)(await person.Made("/goals", """{"title":"new"}"""))["id"]!));
        Assert.Equal(made.Take(paged.Count), paged.Select(goal => (string)goal["id"]!));
        Assert.InRange(paged.Count, 7, made.Count);
        Assert.Equal([made[1]], (await person.All("/goals?status=paused", 1)).Select(goal => (string)goal["id"]!));
        Assert.Equal(made.Count - 1, (await person.All("/goals?status=active", 4)).Count);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=many")]
    [InlineData("cursor=x")]
    [InlineData("cursor=eyJhIjoxfQ")]
    [InlineData("cursor=%FF")]
    [InlineData("status=done")]
    [InlineData("status=17")]
    public async Task A_query_that_means_nothing_is_refused(string query)
    {
        var person = await Aimi.Person();
        await TestPerson.Problem(await person.Call(HttpMethod.Get, $"/goals?{query}"), 400, "validation_failed");
    }

    [Fact]
    public async Task A_goal_is_no_part_of_itself_and_ten_deep_at_most()
    {
        var person = await Aimi.Person();
        var line = new List<JsonNode> { await person.Made("/goals", """{"title":"1"}""") };
        while (line.Count < 10)
            line.Add(await person.Made("/goals", $$"""{"title":"{{line.Count + 1}}","parent_goal_id":"{{line[^1]["id"]}}"}"""));

        await TestPerson.Problem(await person.Post("/goals", $$"""{"title":"11","parent_goal_id":"{{line[^1]["id"]}}"}"""), 422, "goal_too_deep");
        foreach (var below in new[] { line[0], line[1], line[9] })
            await TestPerson.Problem(await Move(person, line[0], below), 422, "goal_cycle");
        var root = await person.Made("/goals", """{"title":"0"}""");
        await TestPerson.Problem(await Move(person, line[0], root), 422, "goal_too_deep");
        await TestPerson.Json(await Move(person, line[1], root));
        await TestPerson.Json(await person.Patch($"/goals/{line[2]["id"]}", """{"parent_goal_id":null}"""));
        Assert.Null((await person.Get($"/goals/{line[2]["id"]}"))["parent_goal_id"]);
    }

    [Fact]
    public async Task Two_moves_at_once_close_no_circle()
    {
        var person = await Aimi.Person();
        for (var round = 0; round < 10; round++)
        {
            var (a, b) = (await person.Made("/goals", """{"title":"a"}"""), await person.Made("/goals", """{"title":"b"}"""));
            var answers = await Task.WhenAll(Move(person, a, b), Move(person, b, a));
            Assert.Equal([200, 422], answers.Select(answer => (int)answer.StatusCode).Order());
        }
    }

    [Fact]
    public async Task Parts_of_a_goal_that_is_taken_away_stay()
    {
        var person = await Aimi.Person();
        var goal = await person.Made("/goals", """{"title":"a"}""");
        var part = await person.Made("/goals", $$"""{"title":"b","parent_goal_id":"{{goal["id"]}}"}""");
        var (id, me) = ((Guid)goal["id"]!, person.Id);
        var (habit, task) = (A.Habit(person.Row()), A.Task(person.Row()));
        (habit.GoalId, task.GoalId) = (id, id);
        await stack.Database.Save(habit, task);

        Assert.Equal(204, (int)(await person.Delete($"/goals/{id}")).StatusCode);

        var kept = await person.Get($"/goals/{part["id"]}");
        Assert.Null(kept["parent_goal_id"]);
        Assert.Equal(2, (int)kept["version"]!);
        await using var context = stack.Database.Open();
        Assert.Equal((null, 2), (context.Habits.Single(row => row.UserId == me).GoalId, context.Habits.Single(row => row.UserId == me).Version));
        Assert.Equal((null, 2), (context.Events.Single(row => row.UserId == me).GoalId, context.Events.Single(row => row.UserId == me).Version));
    }

    [Fact]
    public async Task A_thousand_goals_are_enough()
    {
        var person = await Aimi.Person();
        await stack.Database.Save(Enumerable.Range(0, 999).Select(_ => A.Goal(person.Row())));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.Post("/goals", """{"title":"x"}""")));
        Assert.Equal([201, 422, 422, 422], answers.Select(answer => (int)answer.StatusCode).Order());
        await TestPerson.Problem(answers.First(answer => (int)answer.StatusCode == 422), 422, "too_many");
    }

    private static Task<HttpResponseMessage> Move(TestPerson person, JsonNode goal, JsonNode below) =>
        person.Patch($"/goals/{goal["id"]}", $$"""{"parent_goal_id":"{{below["id"]}}"}""");
}
