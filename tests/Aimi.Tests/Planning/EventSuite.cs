using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Planning;

public sealed class EventsOnTheEmbeddedStack(EmbeddedStack stack) : EventSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class EventsOnTheServerStack(ServerStack stack) : EventSuite(stack), IClassFixture<ServerStack>;

/// <summary>Tasks and events over HTTP. The person lives in Moscow, three hours ahead of UTC all year.</summary>
public abstract class EventSuite(TestStack stack)
{
    private const string March = "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_of_a_weekly_event_is_skipped_another_moved_and_the_rest_stays()
    {
        var me = await stack.Aimi.Person();
        var id = await Weekly(me);

        await Ok(me, HttpMethod.Post, $"/events/{id}/cancel", """{"occurrence_at":"2026-03-09T15:00:00Z"}""");
        var moved = await Ok(me, HttpMethod.Patch, $"/events/{id}?occurrence_at=2026-03-16T15:00:00Z", """{"start_at":"2026-03-17T09:00:00Z","title":"Урок днём"}""");

        Assert.Equal(("2026-03-17T09:00:00Z", "2026-03-17T10:00:00Z", "2026-03-16T15:00:00Z", true), (Text(moved, "start_at"), Text(moved, "end_at"), Text(moved, "occurrence_at"), (bool)moved["moved"]!));
        Assert.Equal(
            ["2026-03-02T15:00:00Z Урок", "2026-03-17T09:00:00Z Урок днём", "2026-03-23T15:00:00Z Урок", "2026-03-30T15:00:00Z Урок"],
            await Agenda(me, March));
        Assert.Equal(["2026-03-09T15:00:00Z Урок"], await Agenda(me, March + "&status=cancelled"));

        await Ok(me, HttpMethod.Post, $"/events/{id}/confirm", """{"occurrence_at":"2026-03-09T15:00:00Z"}""");
        Assert.Equal(5, (await Agenda(me, March)).Count);
        var history = (await me.Get($"/events/{id}/history"))["items"]!.AsArray();
        Assert.Equal(["planned", "cancelled", "planned", "planned"], history.Select(change => Text(change!, "to_status")));
        Assert.Equal([null, "2026-03-09T15:00:00Z", "2026-03-16T15:00:00Z", "2026-03-09T15:00:00Z"], history.Select(change => (string?)change!["occurrence_at"]));
    }

    [Fact]
    public async Task This_and_all_later_go_on_as_a_series_of_their_own_and_share_the_count()
    {
        var me = await stack.Aimi.Person();
        var id = await Weekly(me, "FREQ=WEEKLY;COUNT=5");
        await Ok(me, HttpMethod.Post, $"/events/{id}/cancel", """{"occurrence_at":"2026-03-23T15:00:00Z"}""");

        var later = await Ok(me, HttpMethod.Patch, $"/events/{id}?occurrence_at=2026-03-16T15:00:00Z&scope=this_and_later", """{"start_at":"2026-03-16T17:00:00Z"}""");

        Assert.Equal((id, "FREQ=WEEKLY;COUNT=3"), (Text(later, "continues_id"), Text(later, "repeat_rule")));
        Assert.Equal(
            ["2026-03-02T15:00:00Z Урок", "2026-03-09T15:00:00Z Урок", "2026-03-16T17:00:00Z Урок", "2026-03-30T17:00:00Z Урок"],
            await Agenda(me, "from=2026-03-01T00:00:00Z&to=2026-06-01T00:00:00Z"));

        await Gone(me, $"/events/{Text(later, "id")}?occurrence_at=2026-03-30T17:00:00Z&scope=this_and_later");
        Assert.Equal(3, (await Agenda(me, March)).Count);
        await Gone(me, $"/events/{id}");
        Assert.Equal(["2026-03-16T17:00:00Z Урок"], await Agenda(me, March));
    }

    [Fact]
    public async Task All_of_a_series_move_by_what_one_of_them_was_moved_and_a_skipped_one_stays_skipped()
    {
        var me = await stack.Aimi.Person();
        var id = await Weekly(me);
        await Ok(me, HttpMethod.Post, $"/events/{id}/cancel", """{"occurrence_at":"2026-03-09T15:00:00Z"}""");

        await Ok(me, HttpMethod.Patch, $"/events/{id}?occurrence_at=2026-03-16T15:00:00Z&scope=all", """{"start_at":"2026-03-16T16:30:00Z"}""");

        Assert.Equal(
            ["2026-03-02T16:30:00Z Урок", "2026-03-16T16:30:00Z Урок", "2026-03-23T16:30:00Z Урок", "2026-03-30T16:30:00Z Урок"], await Agenda(me, March));
    }

    [Fact]
    public async Task Pages_of_an_agenda_hold_each_occurrence_once()
    {
        var me = await stack.Aimi.Person();
        await Weekly(me, "FREQ=DAILY");
        await Weekly(me, "FREQ=DAILY;INTERVAL=2");
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await me.Get($"/events?{March}&limit=7{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page["items"]!.AsArray().Select(item => Text(item!, "id") + Text(item!, "occurrence_at")));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);

        Assert.Equal(30 + 15, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_task_that_repeats_after_completion_is_due_so_long_after_the_day_it_was_done()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(A.Now);
        var aimi = await stack.Replica(clock);
        var me = await aimi.Person();
        var task = await Ok(me, HttpMethod.Post, "/tasks", """{"title":"Полить цветы","due_at":"2026-03-10T06:00:00Z","repeat_rule":"FREQ=DAILY;INTERVAL=3","repeat_mode":"after_completion"}""");

        var done = await Ok(me, HttpMethod.Post, $"/tasks/{Text(task, "id")}/complete");

        Assert.Equal(("planned", "2026-03-18T06:00:00Z"), (Text(done, "status"), Text(done, "due_at")));
        var history = (await me.Get($"/tasks/{Text(task, "id")}/history"))["items"]!.AsArray();
        Assert.Equal("2026-03-10T06:00:00Z", Text(history.Single(change => Text(change!, "to_status") == "completed")!, "occurrence_at"));
    }

    [Fact]
    public async Task Done_without_a_word_of_which_one_is_the_last_that_is_due()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(A.Now);
        var me = await (await stack.Replica(clock)).Person();
        var id = Text(await Ok(me, HttpMethod.Post, "/tasks", """{"title":"Зарядка","due_at":"2026-03-10T06:00:00Z","repeat_rule":"FREQ=DAILY"}"""), "id");

        var due = new List<string>();
        for (var i = 0; i < 7; i++)
            due.Add(Text(await Ok(me, HttpMethod.Post, $"/tasks/{id}/complete"), "occurrence_at")[8..10]);

        Assert.Equal(["15", "14", "13", "12", "11", "10", "16"], due);
        Assert.Equal(["completed", "planned"], (await me.Get("/tasks?due_after=2026-03-16T00:00:00Z&due_before=2026-03-18T00:00:00Z"))["items"]!.AsArray().Select(item => Text(item!, "status")));
    }

    [Fact]
    public async Task Whole_days_begin_at_midnight_of_their_zone()
    {
        var me = await stack.Aimi.Person();
        var day = await Ok(me, HttpMethod.Post, "/events", """{"title":"Отпуск","start_at":"2026-07-01T09:00:00Z","end_at":"2026-07-05T12:00:00Z","all_day":true}""");
        Assert.Equal(("2026-06-30T21:00:00Z", "2026-07-04T21:00:00Z", true), (Text(day, "start_at"), Text(day, "end_at"), (bool)day["floating"]!));
    }

    [Fact]
    public async Task A_new_zone_moves_what_floats_and_leaves_what_is_anchored()
    {
        var me = await stack.Aimi.Person();
        await Weekly(me);
        var id = Text(await Ok(me, HttpMethod.Post, "/events", """{"title":"Пробежка","start_at":"2026-03-02T06:00:00Z","repeat_rule":"FREQ=DAILY;COUNT=3","floating":true}"""), "id");
        await Ok(me, HttpMethod.Patch, $"/events/{id}?occurrence_at=2026-03-03T06:00:00Z", """{"start_at":"2026-03-03T07:00:00Z"}""");

        await using (var scope = stack.Aimi.Services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
            var user = await database.Users.SingleAsync(user => user.Id == me.Id, Cancel);
            user.Timezone = "America/New_York";
            await database.SaveChangesAsync(Cancel);
            foreach (var watcher in scope.ServiceProvider.GetServices<IPersonWatcher>())
                await watcher.Changed(new PersonChange(user, "Europe/Moscow", user.Settings), Cancel);
        }

        Assert.Equal(
            ["2026-03-02T14:00:00Z Пробежка", "2026-03-02T15:00:00Z Урок", "2026-03-03T15:00:00Z Пробежка", "2026-03-04T14:00:00Z Пробежка"],
            await Agenda(me, "from=2026-03-01T00:00:00Z&to=2026-03-08T00:00:00Z"));
    }

    [Theory]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","repeat_rule":"FREQ=SOMETIMES"}""", 422, "rule_invalid")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","repeat_rule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}""", 422, "rule_invalid")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","repeat_rule":"FREQ=MINUTELY"}""", 422, "rule_too_dense")]
    [InlineData("""{"title":"","start_at":"2026-03-02T06:00:00Z"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a\u0000b","start_at":"2026-03-02T06:00:00Z"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","end_at":"2026-03-02T05:00:00Z"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","timezone":"Moon/Sea"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","priority":6}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","reminder_offsets":["P29D"]}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","type":"task"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","goal_id":"0195a000-0000-7000-8000-000000000001"}""", 400, "validation_failed")]
    [InlineData("""{"title":"a","start_at":"2026-03-02T06:00:00Z","nag_every":"PT5M"}""", 400, "unknown_field")]
    [InlineData("""{"title":"a","start_at":"9999-12-31T06:00:00Z"}""", 400, "validation_failed")]
    public async Task What_cannot_be_is_refused(string body, int status, string code)
    {
        var me = await stack.Aimi.Person();
        await TestPerson.Problem(await me.Post("/events", body), status, code);
        Assert.Empty((await me.Get("/events"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Nobody_sees_or_changes_anothers_and_a_task_is_no_event()
    {
        var (me, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        var id = await Weekly(me);
        foreach (var (person, path) in new[] { (other, $"/events/{id}"), (me, $"/tasks/{id}") })
        {
            await TestPerson.Problem(await person.Http.GetAsync(path, Cancel), 404, "not_found");
            await TestPerson.Problem(await Send(person, HttpMethod.Patch, path, """{"title":"b"}"""), 404, "not_found");
            await TestPerson.Problem(await Send(person, HttpMethod.Post, path + "/complete", "{}"), 404, "not_found");
            await TestPerson.Problem(await Send(person, HttpMethod.Delete, path), 404, "not_found");
            await TestPerson.Problem(await person.Http.GetAsync(path + "/history", Cancel), 404, "not_found");
            await TestPerson.Problem(await person.Http.GetAsync(path + "/occurrences", Cancel), 404, "not_found");
        }

        Assert.Empty(await Agenda(other, March));
        await TestPerson.Problem(await Send(me, HttpMethod.Post, $"/events/{id}/complete", """{"occurrence_at":"2026-03-03T15:00:00Z"}"""), 404, "not_found");
        await TestPerson.Problem(await Send(me, HttpMethod.Post, $"/events/{id}/cancel", """{"scope":"this"}"""), 400, "validation_failed");
        await TestPerson.Problem(await me.Http.GetAsync("/events?from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z", Cancel), 400, "validation_failed");
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_past_or_that_the_status_forbids_is_refused()
    {
        var me = await stack.Aimi.Person();
        var id = await Weekly(me);
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"/events/{id}") { Content = JsonContent.Create(new { title = "b" }) };
        patch.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        var answer = await me.Http.SendAsync(patch, Cancel);
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (answer.StatusCode, answer.Headers.ETag?.Tag));

        using var late = new HttpRequestMessage(HttpMethod.Delete, $"/events/{id}");
        late.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await TestPerson.Problem(await me.Http.SendAsync(late, Cancel), 412, "version_conflict");

        await Ok(me, HttpMethod.Post, $"/events/{id}/cancel");
        await TestPerson.Problem(await Send(me, HttpMethod.Post, $"/events/{id}/cancel"), 422, "transition_not_allowed");
        Assert.Equal("planned", Text(await Ok(me, HttpMethod.Post, $"/events/{id}/confirm"), "status"));
    }

    private static async Task<string> Weekly(TestPerson me, string rule = "FREQ=WEEKLY;BYDAY=MO") => Text(
        await Ok(me, HttpMethod.Post, "/events", $$"""{"title":"Урок","start_at":"2026-03-02T15:00:00Z","end_at":"2026-03-02T16:00:00Z","repeat_rule":"{{rule}}"}"""), "id");

    private static async Task<List<string>> Agenda(TestPerson me, string query) =>
        [.. (await me.Get($"/events?{query}"))["items"]!.AsArray().Select(item => $"{Text(item!, "start_at")} {Text(item!, "title")}")];

    private static async Task Gone(TestPerson me, string path) => Assert.Equal(HttpStatusCode.NoContent, (await Send(me, HttpMethod.Delete, path)).StatusCode);

    private static async Task<JsonNode> Ok(TestPerson me, HttpMethod method, string path, string? body = null) => await TestPerson.Json(await Send(me, method, path, body));

    private static async Task<HttpResponseMessage> Send(TestPerson me, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await me.Http.SendAsync(request, Cancel);
    }

    private static string Text(JsonNode node, string member) => (string)node[member]!;
}
