using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Planning;

public sealed class HabitsOnSqliteTests(StoppedClock<EmbeddedStack> clock)
    : HabitSuite(clock.Stack, clock.Aimi), IClassFixture<StoppedClock<EmbeddedStack>>;

public sealed class HabitsOnServersTests(StoppedClock<ServerStack> clock)
    : HabitSuite(clock.Stack, clock.Aimi), IClassFixture<StoppedClock<ServerStack>>;

/// <summary>Habits over HTTP. It is Sunday, 15 March 2026.</summary>
public abstract class HabitSuite(TestStack stack, AimiProcess aimi)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_habit_is_added_read_changed_and_deleted()
    {
        var anya = await aimi.Person();
        var goal = A.Goal(await Row(anya));
        await stack.Database.Save(goal);

        var added = await anya.Post("/habits", $$"""
            {"name":"Испанский","frequency":"FREQ=WEEKLY;BYDAY=MO,TH","metadata":{"tags":["язык"]},"reminder_times":["21:00","08:30"],"goal_id":"{{goal.Id}}"}
            """);

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("\"1\"", added.Headers.ETag?.Tag);
        var habit = await TestPerson.Json(added);
        Assert.Equal($"/habits/{habit["id"]}", added.Headers.Location?.ToString());
        Assert.Equal(
            """{"name":"Испанский","frequency":"FREQ=WEEKLY;BYDAY=MO,TH","starts_on":"2026-03-15","intensity":3,"active":true,"reminder_times":["08:30","21:00"],"metadata":{"tags":["язык"]},"streak_unit":"day","current_streak":0,"best_streak":0,"checked_in_today":false,"due_today":false,"paused":false,"version":1}""",
            Without(habit, "id", "goal_id", "created_at", "updated_at"));

        var path = $"/habits/{habit["id"]}";
        var changed = await Patch(anya, path, """{"times_per_week":3,"goal_id":null,"intensity":5}""", ifMatch: "\"1\"");
        Assert.Equal("\"2\"", changed.Headers.ETag?.Tag);
        var now = await anya.Get(path);
        Assert.Equal(
            ("Испанский", "FREQ=WEEKLY", 3, "week", 5, null, 2),
            ((string)now["name"]!, (string)now["frequency"]!, (int)now["times_per_week"]!, (string)now["streak_unit"]!, (int)now["intensity"]!, now["goal_id"], (int)now["version"]!));

        // As a client that writes back what it read.
        Assert.Equal("\"2\"", (await Patch(anya, path, """{"frequency":"FREQ=WEEKLY","times_per_week":3}""")).Headers.ETag?.Tag);
        Assert.Null((await TestPerson.Json(await Patch(anya, path, """{"frequency":"FREQ=DAILY"}""")))["times_per_week"]);

        await TestPerson.Problem(await Patch(anya, path, """{"name":"Иначе"}""", ifMatch: "\"1\""), 412, "version_conflict");
        await TestPerson.Problem(await Delete(anya, path, ifMatch: "\"1\""), 412, "version_conflict");
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(anya, path, ifMatch: "\"3\"")).StatusCode);
        await TestPerson.Problem(await Delete(anya, path), 404, "not_found");
    }

    [Theory]
    [InlineData("""{"name":" ","frequency":"FREQ=DAILY"}""", "name")]
    [InlineData("""{"name":"a\u0000","frequency":"FREQ=DAILY"}""", "name")]
    [InlineData("""{"name":"a"}""", "frequency")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","times_per_week":2}""", "frequency")]
    [InlineData("""{"name":"a","times_per_week":8}""", "times_per_week")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","intensity":0}""", "intensity")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","starts_on":"1999-01-01"}""", "starts_on")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","reminder_times":["7:30"]}""", "reminder_times")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","reminder_times":["07:30","07:30"]}""", "reminder_times")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","reminder_times":[null]}""", "reminder_times")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","goal_id":"0195a1b2-0000-7000-8000-000000000000"}""", "goal_id")]
    [InlineData("""{"name":"a","frequency":"FREQ=DAILY","metadata":{"tags":[""]}}""", "metadata")]
    public async Task A_value_that_is_not_right_is_named(string body, string field)
    {
        var anya = await aimi.Person();
        var problem = await TestPerson.Problem(await anya.Post("/habits", body), 400, "validation_failed");
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("FREQ=HOURLY", "rule_invalid")]
    [InlineData("FREQ=SECONDLY;COUNT=3", "rule_invalid")]
    [InlineData("every day", "rule_invalid")]
    [InlineData("FREQ=DAILY;INTERVAL=0", "rule_invalid")]
    [InlineData("INTERVAL=2", "rule_invalid")]
    [InlineData("FREQ=DAILY;COUNT=99999999999", "rule_invalid")]
    [InlineData("FREQ=YEARLY;INTERVAL=9999", "rule_invalid")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule_invalid")]
    [InlineData("FREQ=DAILY;UNTIL=20200101", "rule_invalid")]
    [InlineData("FREQ=DAILY;BYHOUR=6,18", "rule_invalid")]
    [InlineData("FREQ=DAILY\r\nSUMMARY:x", "rule_invalid")]
    public async Task A_rule_that_means_nothing_for_days_is_refused(string rule, string code)
    {
        var anya = await aimi.Person();
        var body = new JsonObject { ["name"] = "a", ["frequency"] = rule }.ToJsonString();
        await TestPerson.Problem(await anya.Post("/habits", body), 422, code);
    }

    [Fact]
    public async Task A_day_counts_once_and_can_be_taken_back()
    {
        var anya = await aimi.Person();
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY","starts_on":"2026-03-01"}""");
        foreach (var day in (string[])["2026-03-10", "2026-03-12", "2026-03-13", "2026-03-14"])
            await CheckIn(anya, path, day);
        Assert.Equal((3, 3, false, true), await Streak(anya, path));

        var first = await anya.Post($"{path}/check-ins", "{}");
        Assert.Equal((HttpStatusCode.Created, $"{path}/check-ins/2026-03-15"), (first.StatusCode, first.Headers.Location?.ToString()));
        Assert.Equal((4, 4, true, true), await Streak(anya, path));

        var again = await anya.Post($"{path}/check-ins", """{"day":"2026-03-15","note":"Легко"}""");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal((string)(await TestPerson.Json(first))["id"]!, (string)(await TestPerson.Json(again))["id"]!);
        await anya.Http.PostAsync($"{path}/check-ins", content: null, Cancel);
        Assert.Equal("Легко", (string)(await anya.Get($"{path}/check-ins/2026-03-15"))["note"]!);

        var before = (await anya.Get(path)).ToJsonString();
        Assert.Equal(HttpStatusCode.NoContent, (await Delete(anya, $"{path}/check-ins/2026-03-13")).StatusCode);
        Assert.Equal((2, 2, true, true), await Streak(anya, path));
        await TestPerson.Problem(await Delete(anya, $"{path}/check-ins/2026-03-13"), 404, "not_found");
        await CheckIn(anya, path, "2026-03-13");
        Assert.Equal(before, (await anya.Get(path)).ToJsonString());

        await TestPerson.Problem(await anya.Post($"{path}/check-ins", """{"day":"2026-03-16"}"""), 422, "day_in_future");
        await TestPerson.Problem(await anya.Post($"{path}/check-ins", """{"day":"2016-03-14"}"""), 422, "day_too_old");
        await TestPerson.Problem(await anya.Post($"{path}/check-ins", """{"note":""}"""), 400, "validation_failed");
    }

    [Fact]
    public async Task Check_ins_are_paged_from_the_latest_within_days()
    {
        var anya = await aimi.Person();
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY"}""");
        foreach (var day in Enumerable.Range(1, 9))
            await CheckIn(anya, path, $"2026-03-0{day}");

        List<string> days = [];
        string? cursor = null;
        do
        {
            var page = await anya.Get($"{path}/check-ins?from=2026-03-02&to=2026-03-08&limit=3{(cursor is null ? "" : "&cursor=" + cursor)}");
            days.AddRange(page["items"]!.AsArray().Select(checkIn => (string)checkIn!["day"]!));
            cursor = (string?)page["next_cursor"];
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(2, 7).Reverse().Select(day => $"2026-03-0{day}"), days);
        await TestPerson.Problem(await anya.Http.GetAsync($"{path}/check-ins?cursor=x", Cancel), 400, "validation_failed");
        await TestPerson.Problem(await anya.Http.GetAsync($"{path}/check-ins?limit=0", Cancel), 400, "validation_failed");
    }

    [Theory]
    [InlineData("Europe/Moscow", null, "2026-03-15")]
    [InlineData("Europe/Moscow", 12, "2026-03-15")]
    [InlineData("Europe/Berlin", 11, "2026-03-14")]
    [InlineData("Pacific/Honolulu", null, "2026-03-14")]
    [InlineData("Pacific/Kiritimati", null, "2026-03-15")]
    public async Task Today_is_the_persons_own(string zone, int? dayStartHour, string today)
    {
        var anya = await aimi.Person();
        await using (var context = stack.Database.Open())
        {
            var user = await context.Users.SingleAsync(row => row.Id == anya.Id, Cancel);
            (user.Timezone, user.Settings) = (zone, new UserSettings { DayStartHour = dayStartHour });
            await context.SaveChangesAsync(Cancel);
        }

        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY"}""");
        Assert.Equal(today, (string)(await TestPerson.Json(await anya.Post($"{path}/check-ins", "{}")))["day"]!);
        Assert.Equal(today, (string)(await anya.Get(path))["starts_on"]!);
    }

    [Fact]
    public async Task However_many_check_in_at_once_a_day_counts_once()
    {
        var anya = await aimi.Person();
        var elsewhere = anya.On(stack.Aimi);
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => (i % 2 == 0 ? anya : elsewhere).Post($"{path}/check-ins", """{"day":"2026-03-15"}""")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Single((await anya.Get($"{path}/check-ins"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Pauses_said_at_once_become_one()
    {
        var anya = await aimi.Person();
        var elsewhere = anya.On(stack.Aimi);
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY"}""");

        var answers = await Task.WhenAll(Enumerable.Range(1, 9).Select(day =>
            (day % 2 == 0 ? anya : elsewhere).Post($"{path}/pause", $$"""{"from":"2026-03-0{{day}}","to":"2026-03-1{{day}}"}""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        var pause = Assert.Single((await anya.Get($"{path}/pauses"))["items"]!.AsArray())!;
        Assert.Equal(("2026-03-01", "2026-03-19"), ((string)pause["from"]!, (string)pause["to"]!));
    }

    [Fact]
    public async Task Times_a_week_count_weeks_and_the_current_one_only_once_it_is_lost()
    {
        var anya = await aimi.Person();
        var path = await Habit(anya, """{"name":"Бег","times_per_week":2,"starts_on":"2026-03-02"}""");
        foreach (var day in (string[])["2026-03-03", "2026-03-07"])
            await CheckIn(anya, path, day);

        // Sunday is left, and two are wanted.
        Assert.Equal((0, 1, false, true), await Streak(anya, path));
        await CheckIn(anya, path, "2026-03-12");
        Assert.Equal((1, 1, false, true), await Streak(anya, path));
        await CheckIn(anya, path, "2026-03-15");
        Assert.Equal((2, 2, true, true), await Streak(anya, path));
        await CheckIn(anya, path, "2026-03-13");
        Assert.Equal((2, 2, true, false), await Streak(anya, path));
    }

    [Fact]
    public async Task A_pause_breaks_nothing_and_is_taken_together_with_those_it_overlaps()
    {
        var anya = await aimi.Person();
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY","starts_on":"2026-03-09"}""");
        await CheckIn(anya, path, "2026-03-09");
        await CheckIn(anya, path, "2026-03-14");
        Assert.Equal(1, (await Streak(anya, path)).Current);

        var excuse = await TestPerson.Json(await anya.Post($"{path}/excuses", """{"day":"2026-03-11","note":"Болею"}"""));
        Assert.Equal(("2026-03-11", "2026-03-11"), ((string)excuse["from"]!, (string)excuse["to"]!));
        Assert.Equal((string)excuse["id"]!, (string)(await TestPerson.Json(await anya.Post($"{path}/excuses", """{"day":"2026-03-11"}""")))["id"]!);
        var pause = await TestPerson.Json(await anya.Post($"{path}/pause", """{"from":"2026-03-10","to":"2026-03-13"}"""));
        Assert.Equal(("2026-03-10", "2026-03-13", "Болею"), ((string)pause["from"]!, (string)pause["to"]!, (string)pause["note"]!));
        Assert.Single((await anya.Get($"{path}/pauses"))["items"]!.AsArray());
        Assert.Equal((2, 2, false, true), await Streak(anya, path));

        await anya.Http.PostAsync($"{path}/pause", content: null, Cancel);
        Assert.Equal((2, 2, false, false), await Streak(anya, path));
        Assert.True((bool)(await anya.Get(path))["paused"]!);
        var resumed = await TestPerson.Json(await anya.Http.PostAsync($"{path}/resume", content: null, Cancel));
        Assert.False((bool)resumed["paused"]!);
        Assert.True((bool)resumed["due_today"]!);

        Assert.Equal(HttpStatusCode.NoContent, (await Delete(anya, $"{path}/pauses/{pause["id"]}")).StatusCode);
        await TestPerson.Problem(await Delete(anya, $"{path}/pauses/{pause["id"]}"), 404, "not_found");
        Assert.Equal((1, 1, false, true), await Streak(anya, path));
        await TestPerson.Problem(await anya.Post($"{path}/pause", """{"from":"2026-03-10","to":"2026-03-09"}"""), 400, "validation_failed");
        await TestPerson.Problem(await anya.Post($"{path}/pause", """{"from":"2036-03-16"}"""), 422, "day_in_future");
        await TestPerson.Problem(await anya.Post($"{path}/excuses", """{"day":"2016-03-14"}"""), 422, "day_too_old");
    }

    [Fact]
    public async Task A_month_is_drawn_day_by_day()
    {
        var anya = await aimi.Person();
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=WEEKLY;BYDAY=MO,TU","starts_on":"2026-03-03"}""");
        await CheckIn(anya, path, "2026-03-03");
        await CheckIn(anya, path, "2026-03-07");
        await anya.Post($"{path}/excuses", """{"day":"2026-03-10"}""");

        var month = await anya.Get($"{path}/heatmap?month=2026-03");

        var days = month["days"]!.AsArray();
        Assert.Equal(31, days.Count);
        Assert.Equal("03 09 16 17 23 24 30 31", string.Join(' ', days.Where(day => (bool)day!["due"]!).Select(day => ((string)day!["day"]!)[8..])));
        Assert.Equal("""{"day":"2026-03-07","due":false,"checked_in":true,"excused":false}""", days[6]!.ToJsonString());
        Assert.Equal("""{"day":"2026-03-10","due":false,"checked_in":false,"excused":true}""", days[9]!.ToJsonString());
        Assert.Equal("""{"due":8,"checked_in":2,"excused":1}""", month["totals"]!.ToJsonString());
        Assert.All((await anya.Get($"{path}/heatmap?month=2026-02"))["days"]!.AsArray(), day => Assert.False((bool)day!["due"]!));
        foreach (var wrong in (string[])["2026-13", "2026-3", "1999-01", ""])
            await TestPerson.Problem(await anya.Http.GetAsync($"{path}/heatmap?month={wrong}", Cancel), 400, "validation_failed");
    }

    [Fact]
    public async Task Habits_are_listed_in_pages_and_by_goal_and_whether_they_are_active()
    {
        var anya = await aimi.Person();
        var goal = A.Goal(await Row(anya));
        await stack.Database.Save(goal);
        List<string> paths = [];
        for (var i = 0; i < 5; i++)
            paths.Add(await Habit(anya, $$"""{"name":"{{i}}","frequency":"FREQ=DAILY","active":{{(i < 3 ? "true" : "false")}}{{(i == 1 ? $",\"goal_id\":\"{goal.Id}\"" : "")}}}"""));
        await CheckIn(anya, paths[1], "2026-03-15");

        Assert.Equal("012", await Names(anya, "?active=true"));
        Assert.Equal("34", await Names(anya, "?active=false"));
        var served = Assert.Single((await anya.Get($"/habits?goal_id={goal.Id}"))["items"]!.AsArray())!;
        Assert.Equal(("1", 1), ((string)served["name"]!, (int)served["current_streak"]!));
        var page = await anya.Get("/habits?limit=2");
        var firstTwo = page["items"]!.AsArray().Select(habit => (string)habit!["name"]!);
        Assert.Equal("01234", string.Concat(firstTwo.Append(await Names(anya, $"?cursor={page["next_cursor"]}")).SelectMany(name => name).Order()));
    }

    [Fact]
    public async Task A_person_has_at_most_500()
    {
        var anya = await aimi.Person();
        var row = await Row(anya);
        await stack.Database.Save(Enumerable.Range(0, 499).Select(_ => A.Habit(row)));
        await Habit(anya, """{"name":"500","frequency":"FREQ=DAILY"}""");
        await TestPerson.Problem(await anya.Post("/habits", """{"name":"501","frequency":"FREQ=DAILY"}"""), 422, "too_many");
    }

    [Fact]
    public async Task Another_persons_habit_is_not_there()
    {
        var (anya, boris) = (await aimi.Person(), await aimi.Person());
        var path = await Habit(anya, """{"name":"a","frequency":"FREQ=DAILY"}""");
        await CheckIn(anya, path, "2026-03-15");
        var pause = await TestPerson.Json(await anya.Post($"{path}/excuses", """{"day":"2026-03-11"}"""));
        var before = (await anya.Get(path)).ToJsonString();

        foreach (var read in (string[])["", "/check-ins", "/check-ins/2026-03-15", "/pauses", "/heatmap?month=2026-03"])
            await TestPerson.Problem(await boris.Http.GetAsync(path + read, Cancel), 404, "not_found");
        foreach (var gone in (string[])["", "/check-ins/2026-03-15", $"/pauses/{pause["id"]}"])
            await TestPerson.Problem(await Delete(boris, path + gone), 404, "not_found");
        foreach (var said in (string[])["/check-ins", "/pause", "/resume"])
            await TestPerson.Problem(await boris.Post(path + said, "{}"), 404, "not_found");
        await TestPerson.Problem(await boris.Post($"{path}/excuses", """{"day":"2026-03-12"}"""), 404, "not_found");
        await TestPerson.Problem(await Patch(boris, path, """{"name":"b"}"""), 404, "not_found");
        Assert.Equal("", await Names(boris, ""));
        Assert.Equal(before, (await anya.Get(path)).ToJsonString());

        var goal = A.Goal(await Row(anya));
        await stack.Database.Save(goal);
        await TestPerson.Problem(await boris.Post("/habits", $$"""{"name":"a","frequency":"FREQ=DAILY","goal_id":"{{goal.Id}}"}"""), 400, "validation_failed");
    }

    private static async Task<string> Habit(TestPerson person, string body) => $"/habits/{(await TestPerson.Json(await person.Post("/habits", body)))["id"]}";

    private static async Task CheckIn(TestPerson person, string path, string day) =>
        Assert.Equal(HttpStatusCode.Created, (await person.Post($"{path}/check-ins", $$"""{"day":"{{day}}"}""")).StatusCode);

    private static async Task<(int Current, int Best, bool CheckedIn, bool Due)> Streak(TestPerson person, string path)
    {
        var habit = await person.Get(path);
        return ((int)habit["current_streak"]!, (int)habit["best_streak"]!, (bool)habit["checked_in_today"]!, (bool)habit["due_today"]!);
    }

    // They were all added in the same millisecond: their order is any.
    private static async Task<string> Names(TestPerson person, string query) =>
        string.Concat((await person.Get("/habits" + query))["items"]!.AsArray().Select(habit => (string)habit!["name"]!).Order(StringComparer.Ordinal));

    private static string Without(JsonNode habit, params string[] members)
    {
        var rest = habit.DeepClone().AsObject();
        foreach (var member in members)
            Assert.True(rest.Remove(member), member);
        return rest.ToJsonString(WireJson.Options);
    }

    private static Task<HttpResponseMessage> Patch(TestPerson person, string path, string json, string? ifMatch = null) =>
        Send(person, HttpMethod.Patch, path, new StringContent(json, Encoding.UTF8, "application/json"), ifMatch);

    private static Task<HttpResponseMessage> Delete(TestPerson person, string path, string? ifMatch = null) => Send(person, HttpMethod.Delete, path, content: null, ifMatch);

    private static async Task<HttpResponseMessage> Send(TestPerson person, HttpMethod method, string path, HttpContent? content, string? ifMatch)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        return await person.Http.SendAsync(request, Cancel);
    }

    private async Task<User> Row(TestPerson person)
    {
        await using var context = stack.Database.Open();
        return await context.Users.SingleAsync(user => user.Id == person.Id, Cancel);
    }
}
