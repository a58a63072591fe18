using System.Net;
using System.Text.Json.Nodes;
using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Reminders;

public sealed class RemindersOnTheEmbeddedStack(FarClock<EmbeddedStack> clock)
    : ReminderSuite(clock.Stack, clock.Aimi), IClassFixture<FarClock<EmbeddedStack>>;

public sealed class RemindersOnTheServerStack(FarClock<ServerStack> clock)
    : ReminderSuite(clock.Stack, clock.Aimi), IClassFixture<FarClock<ServerStack>>;

/// <summary>A stack with a process for which it is a noon so far ahead that the other one, which lives in the present, finds nothing due.</summary>
public sealed class FarClock<TStack> : IAsyncLifetime
    where TStack : TestStack, new()
{
    public TStack Stack { get; } = new();

    public AimiProcess Aimi { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Stack.InitializeAsync();
        Aimi = await Stack.Replica(new FakeTimeProvider(ReminderSuite.Now));
    }

    public ValueTask DisposeAsync() => Stack.DisposeAsync();
}

/// <summary>Reminders over HTTP. It is noon in Moscow on 15 March 2099.</summary>
public abstract class ReminderSuite(TestStack stack, AimiProcess aimi)
{
    public static readonly DateTimeOffset Now = new(2099, 3, 15, 9, 0, 0, TimeSpan.Zero);

    private static readonly Guid Nobody = new("0195a1b2-0000-7000-8000-000000000000");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reminders_are_listed_in_the_order_of_their_time_and_the_silent_question_is_not_among_them()
    {
        var me = await Anya();
        await Event(me, "2099-03-18T15:00:00Z");
        await Event(me, "2099-03-17T15:00:00Z");

        var all = await me.All("/reminders", 3);

        Assert.Equal(
            ["2099-03-16T15:00:00Z P1D", "2099-03-17T13:00:00Z PT2H", "2099-03-17T15:00:00Z P1D", "2099-03-18T13:00:00Z PT2H"],
            all.Select(reminder => $"{reminder["trigger_at"]} {reminder["offset"]}"));
        Assert.Equal(("event", "Урок", "webhook", "scheduled", 0, "2099-03-17T15:00:00Z"), (
            Text(all[0], "kind"), Text(all[0], "title"), Text(all[0], "channel"), Text(all[0], "status"), (int)all[0]["attempts"]!, Text(all[0], "occurrence_at")));
        Assert.Equal(all[1].ToJsonString(), (await me.Get($"/reminders/{all[1]["id"]}")).ToJsonString());

        await me.Post($"/reminders/{all[0]["id"]}/dismiss", "");
        Assert.Equal(3, (await me.All("/reminders?status=scheduled", 50)).Count);
        Assert.Equal(2, (await me.All("/reminders?from=2099-03-17T13:00:00Z&to=2099-03-18T13:00:00Z", 50)).Count);
    }

    [Fact]
    public async Task Snoozed_it_rings_then_and_dismissed_it_rings_no_more()
    {
        var me = await Anya();
        var planned = await Event(me, "2099-03-17T15:00:00Z");
        var path = await First(me);

        Assert.Equal("2099-03-15T09:10:00Z", Text(await Ok(me, $"{path}/snooze", """{"minutes":10}"""), "trigger_at"));
        Assert.Equal("2099-03-16T20:00:00Z", Text(await Ok(me, $"{path}/snooze", """{"until":"2099-03-16T23:00:00+03:00"}"""), "trigger_at"));
        Assert.Equal("2099-03-16T21:00:00Z", Text(await TestPerson.Json(await me.Patch(path, """{"trigger_at":"2099-03-16T21:00:00Z"}""")), "trigger_at"));
        await using (var database = stack.Database.Open())
        {
            var row = await database.Reminders.SingleAsync(reminder => reminder.UserId == me.Id && reminder.Channel == "webhook" && reminder.Offset == TimeSpan.FromHours(24), Cancel);
            Assert.Matches("^[0-9a-f]{32}-[0-9]+$", row.DedupeKey);
        }

        foreach (var body in new[] { """{"until":"2099-03-15T09:00:00Z"}""", """{"until":"2100-03-15T09:00:01Z"}""" })
            await TestPerson.Problem(await me.Post($"{path}/snooze", body), 422, "unprocessable");
        foreach (var body in new[] { "{}", """{"minutes":0}""", """{"minutes":10081}""", """{"minutes":1,"until":"2099-03-16T09:00:00Z"}""" })
            await TestPerson.Problem(await me.Post($"{path}/snooze", body), 400, "validation_failed");

        Assert.Equal(HttpStatusCode.NoContent, (await me.Delete(path)).StatusCode);
        Assert.Equal("dismissed", Text(await Ok(me, $"{path}/dismiss"), "status"));
        await me.Patch($"/events/{planned}", """{"title":"Урок испанского"}""");
        Assert.Equal("dismissed", Text(await me.Get(path), "status"));
        await TestPerson.Problem(await me.Post($"{path}/snooze", """{"minutes":10}"""), 422, "transition_not_allowed");
    }

    [Fact]
    public async Task Done_completes_the_event_and_is_done_again()
    {
        var me = await Anya();
        var planned = await Event(me, "2099-03-17T15:00:00Z");
        var path = await First(me);

        Assert.Equal("dismissed", Text(await Ok(me, $"{path}/done"), "status"));

        Assert.Equal("completed", Text(await me.Get($"/events/{planned}"), "status"));
        Assert.Equal("dismissed", Text(await Ok(me, $"{path}/done"), "status"));
        Assert.Single(await me.All("/reminders", 50));
    }

    [Fact]
    public async Task Done_completes_the_one_of_a_series_that_it_is_of_also_where_that_was_moved()
    {
        var me = await Anya();
        var planned = await Event(me, "2099-03-17T15:00:00Z", ""","repeat_rule":"FREQ=DAILY;COUNT=3" """);
        await me.Patch($"/events/{planned}?occurrence_at=2099-03-18T15:00:00Z", """{"start_at":"2099-03-18T17:00:00Z"}""");
        var moved = (await me.All("/reminders", 50)).First(reminder => Text(reminder, "occurrence_at") == "2099-03-18T17:00:00Z");

        await Ok(me, $"/reminders/{moved["id"]}/done");

        var agenda = (await me.Get($"/events/{planned}/occurrences"))["items"]!.AsArray();
        Assert.Equal(["planned", "completed", "planned"], agenda.Select(occurrence => Text(occurrence!, "status")));
    }

    [Fact]
    public async Task Done_keeps_the_habit_on_the_persons_own_day_and_not_before_it()
    {
        var me = await Anya(settings => settings with { DayStartHour = 4 });
        await TestPerson.Json(await me.Post("/habits", """{"name":"Слова","frequency":"FREQ=DAILY","reminder_times":["01:30"]}"""));
        var reminders = await me.All("/reminders", 50);

        // Half past one in the night of Monday is the person's Sunday.
        Assert.Equal("2099-03-15T22:30:00Z", Text(reminders[0], "occurrence_at"));
        Assert.Equal("dismissed", Text(await Ok(me, $"/reminders/{reminders[0]["id"]}/done"), "status"));
        Assert.Equal("2099-03-15", Text((await me.Get($"/habits/{reminders[0]["habit_id"]}/check-ins"))["items"]![0]!, "day"));

        await TestPerson.Problem(await me.Post($"/reminders/{reminders[1]["id"]}/done", ""), 422, "day_in_future");
        Assert.Equal("scheduled", Text(await me.Get($"/reminders/{reminders[1]["id"]}"), "status"));
    }

    [Fact]
    public async Task What_is_of_a_day_or_moved_away_is_not_done()
    {
        var me = await Anya();
        await TestPerson.Json(await me.Patch("/me", """{"evening_check_in":"21:00"}"""));
        var day = (await me.All("/reminders", 50)).First(reminder => Text(reminder, "kind") == "check_in");
        await TestPerson.Problem(await me.Post($"/reminders/{day["id"]}/done", ""), 422, "unprocessable");

        var sent = await Insert(me, ReminderStatus.Sent);
        var other = (await me.Get($"/reminders/{sent}"))["event_id"];
        await me.Post($"/events/{other}/postpone", """{"until":"2099-03-20T15:00:00Z"}""");
        await TestPerson.Problem(await me.Post($"/reminders/{sent}/done", ""), 422, "transition_not_allowed");
    }

    [Fact]
    public async Task What_was_sent_stays_sent_when_it_is_done()
    {
        var me = await Anya();
        var id = await Insert(me, ReminderStatus.Sent);
        Assert.Equal("sent", Text(await Ok(me, $"/reminders/{id}/done"), "status"));
    }

    [Fact]
    public async Task What_was_given_up_is_tried_again_and_the_log_tells_both()
    {
        var me = await Anya();
        var id = await Insert(me, ReminderStatus.Failed, attempts: 5);

        var again = await Ok(me, $"/reminders/{id}/retry");

        Assert.Equal(("scheduled", "2099-03-15T09:00:00Z"), (Text(again, "status"), Text(again, "trigger_at")));
        var log = (await me.Get($"/reminders/{id}/log"))["items"]!.AsArray();
        Assert.Equal(["1 failed 503", "2 failed 503", "3 failed 503", "4 failed 503", "5 failed 503", "6 skipped retried"], log.Select(row => $"{row!["attempt"]} {row["status"]} {row["code"]}"));
        Assert.Equal(("webhook", 250, "Недоступно"), (Text(log[0]!, "channel"), (long)log[0]!["late_by_ms"]!, Text(log[0]!, "detail")));
        await TestPerson.Problem(await me.Post($"/reminders/{id}/retry", ""), 422, "transition_not_allowed");
    }

    [Fact]
    public async Task An_event_is_reminded_of_once_more_and_keeps_those_it_had()
    {
        var me = await Anya();
        var planned = await Event(me, "2099-03-17T15:00:00Z");

        var added = await me.Post("/reminders", $$"""{"event_id":"{{planned}}","offset":"PT15M"}""");
        var reminder = await TestPerson.Json(added);
        Assert.Equal((HttpStatusCode.Created, $"/reminders/{reminder["id"]}", "2099-03-17T14:45:00Z", "PT15M"), (added.StatusCode, added.Headers.Location?.ToString(), Text(reminder, "trigger_at"), Text(reminder, "offset")));
        var at = await TestPerson.Json(await me.Post("/reminders", $$"""{"event_id":"{{planned}}","at":"2099-03-17T08:00:00+03:00"}"""));
        Assert.Equal("2099-03-17T05:00:00Z", Text(at, "trigger_at"));
        Assert.Equal(["PT24H", "PT2H", "PT15M", "2099-03-17T05:00:00Z"], (await me.Get($"/events/{planned}"))["reminder_offsets"]!.AsArray().Select(offset => (string)offset!));

        // Dismissed, and asked for again.
        await me.Delete($"/reminders/{reminder["id"]}");
        var again = await TestPerson.Json(await me.Post("/reminders", $$"""{"event_id":"{{planned}}","offset":"PT15M"}"""));
        Assert.Equal((Text(reminder, "id"), "scheduled"), (Text(again, "id"), Text(again, "status")));
        await me.Patch($"/events/{planned}", """{"start_at":"2099-03-18T15:00:00Z"}""");
        Assert.Contains("2099-03-18T14:45:00Z", (await me.All("/reminders", 50)).Select(row => Text(row, "trigger_at")));
    }

    [Fact]
    public async Task What_is_too_late_is_refused_and_changes_nothing_and_what_is_far_ahead_is_accepted()
    {
        var me = await Anya();
        var planned = await Event(me, "2099-03-15T12:00:00Z");
        foreach (var body in new[] { $$"""{"event_id":"{{planned}}","offset":"PT4H"}""", $$"""{"event_id":"{{planned}}","at":"2099-03-15T13:00:00Z"}""", """{"title":"Позвонить","at":"2099-03-15T08:00:00Z"}""" })
            await TestPerson.Problem(await me.Post("/reminders", body), 422, "nothing_to_remind");
        Assert.Null((await me.Get($"/events/{planned}"))["reminder_offsets"]);
        Assert.Empty((await me.Get("/tasks"))["items"]!.AsArray());

        var later = await me.Post("/reminders", """{"title":"Позвонить","at":"2099-06-01T08:00:00Z"}""");
        Assert.Equal(HttpStatusCode.Accepted, later.StatusCode);
        var task = await TestPerson.Json(later);
        Assert.Equal(($"/tasks/{task["id"]}", "2099-06-01T08:00:00Z"), (later.Headers.Location?.ToString(), Text(task, "due_at")));
    }

    [Fact]
    public async Task Something_by_itself_becomes_a_task_once_under_one_key()
    {
        var me = await Anya();
        const string Body = """{"title":"Позвонить маме","at":"2099-03-16T08:00:00.7Z"}""";
        var first = await TestPerson.Json(await me.Call(HttpMethod.Post, "/reminders", Body, "Idempotency-Key", "a"));
        var second = await TestPerson.Json(await me.Call(HttpMethod.Post, "/reminders", Body, "Idempotency-Key", "a"));

        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(("2099-03-16T08:00:00Z", "PT0S", "Позвонить маме"), (Text(first, "trigger_at"), Text(first, "offset"), Text(first, "title")));
        var task = Assert.Single((await me.Get("/tasks"))["items"]!.AsArray())!;
        Assert.Equal((Text(first, "event_id"), "2099-03-16T08:00:00Z", "PT0S"), (Text(task, "id"), Text(task, "due_at"), (string)task["reminder_offsets"]![0]!));
    }

    [Theory]
    [InlineData("{}", "event_id")]
    [InlineData("""{"title":"a"}""", "at")]
    [InlineData("""{"title":" ","at":"2099-03-16T08:00:00Z"}""", "title")]
    [InlineData("""{"title":"a","at":"2099-03-16T08:00:00Z","offset":"PT1H"}""", "offset")]
    [InlineData("""{"title":"a","at":"1000-03-16T08:00:00Z"}""", "at")]
    [InlineData("""{"title":"a","event_id":"0195a1b2-0000-7000-8000-000000000000"}""", "title")]
    [InlineData("""{"event_id":"0195a1b2-0000-7000-8000-000000000000"}""", "at")]
    [InlineData("""{"event_id":"0195a1b2-0000-7000-8000-000000000000","offset":"P29D"}""", "offset")]
    [InlineData("""{"event_id":"0195a1b2-0000-7000-8000-000000000000","offset":"2 hours"}""", "offset")]
    [InlineData("""{"event_id":"0195a1b2-0000-7000-8000-000000000000","offset":"PT2H"}""", "event_id")]
    public async Task A_value_that_is_not_right_is_named(string body, string field)
    {
        var problem = await TestPerson.Problem(await (await Anya()).Post("/reminders", body), 400, "validation_failed");
        Assert.Equal([field], problem["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("status=late")]
    [InlineData("limit=201")]
    [InlineData("cursor=x")]
    [InlineData("from=0001-01-01T00:00:00Z")]
    public async Task A_list_that_makes_no_sense_is_refused(string query) =>
        await TestPerson.Problem(await (await Anya()).Http.GetAsync($"/reminders?{query}", Cancel), 400, "validation_failed");

    [Fact]
    public async Task Nobody_reaches_another_persons_reminder()
    {
        var me = await Anya();
        var planned = await Event(me, "2099-03-17T15:00:00Z");
        var mine = await First(me);
        var silent = await Silent(me);
        var other = await Anya();

        foreach (var (person, path) in new[] { (other, mine), (me, $"/reminders/{silent}"), (me, $"/reminders/{Nobody}") })
        {
            foreach (var answer in new[]
                     {
                         await person.Http.GetAsync(path, Cancel), await person.Http.GetAsync($"{path}/log", Cancel), await person.Delete(path),
                         await person.Patch(path, """{"trigger_at":"2099-03-16T21:00:00Z"}"""), await person.Post($"{path}/snooze", """{"minutes":10}"""),
                         await person.Post($"{path}/dismiss", ""), await person.Post($"{path}/done", ""), await person.Post($"{path}/retry", ""),
                     })
            {
                await TestPerson.Problem(answer, 404, "not_found");
            }
        }

        await TestPerson.Problem(await other.Post("/reminders", $$"""{"event_id":"{{planned}}","offset":"PT15M"}"""), 400, "validation_failed");
        Assert.Empty(await other.All("/reminders", 50));
        Assert.All(await me.All("/reminders", 50), reminder => Assert.Equal("scheduled", Text(reminder, "status")));
    }

    private async Task<TestPerson> Anya(Func<UserSettings, UserSettings>? settings = null)
    {
        var me = await aimi.Person();
        await using var database = stack.Database.Open();
        var row = await database.Users.SingleAsync(user => user.Id == me.Id, Cancel);
        row.Settings = (settings ?? (same => same))(row.Settings with { Channels = ["webhook"] });
        await database.SaveChangesAsync(Cancel);
        return me;
    }

    private static async Task<string> Event(TestPerson me, string at, string more = "") =>
        Text(await TestPerson.Json(await me.Post("/events", $$"""{"title":"Урок","start_at":"{{at}}"{{more}}}""")), "id");

    private static async Task<string> First(TestPerson me) => $"/reminders/{(await me.All("/reminders", 50))[0]["id"]}";

    private static async Task<JsonNode> Ok(TestPerson me, string path, string body = "") => await TestPerson.Json(await me.Post(path, body));

    private static string Text(JsonNode node, string member) => (string)node[member]!;

    private async Task<Guid> Silent(TestPerson me)
    {
        await using var database = stack.Database.Open();
        return await database.Reminders.Where(row => row.UserId == me.Id && row.Kind == ReminderKind.Feedback).Select(row => row.Id).FirstAsync(Cancel);
    }

    private async Task<Guid> Insert(TestPerson me, ReminderStatus status, int attempts = 0)
    {
        var planned = A.Event(me.Row(), Now.AddHours(1));
        var id = Guid.CreateVersion7();
        var reminder = new Reminder
        {
            UserId = me.Id,
            Id = id,
            EventId = planned.Id,
            OccurrenceAt = planned.StartAt!.Value,
            TriggerAt = Now,
            Offset = TimeSpan.FromHours(1),
            Channel = "webhook",
            Status = status,
            Attempts = attempts,
            DedupeKey = id.ToString("N"),
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        var logs = Enumerable.Range(1, attempts).Select(attempt => new ReminderLog
        {
            UserId = me.Id,
            Id = Guid.CreateVersion7(),
            ReminderId = id,
            Attempt = attempt,
            SentAt = Now,
            Status = DeliveryStatus.Failed,
            Channel = "webhook",
            Response = new DeliveryResponse { Code = "503", Detail = "Недоступно" },
            LateByMs = 250,
        });
        await stack.Database.Save([planned, reminder, .. logs]);
        return id;
    }
}
