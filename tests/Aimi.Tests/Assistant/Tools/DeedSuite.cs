using System.Globalization;
using System.Text.Json.Nodes;
using Aimi.Assistant.Tools;
using Aimi.Data;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Aimi.Tests.Infrastructure.ScriptedChatClient;

namespace Aimi.Tests.Assistant.Tools;

public sealed class DeedsOnSqlite(EmbeddedStack stack) : DeedSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class DeedsOnServers(ServerStack stack) : DeedSuite(stack), IClassFixture<ServerStack>;

/// <summary>What a model does by its tools: it is there with the reply, once, or not at all.</summary>
public abstract class DeedSuite(TestStack stack)
{
    private static readonly Func<ToolAnswer?, AIContent> Fails = _ => throw new HttpRequestException("The model is away.");

    [Fact]
    public async Task A_plan_is_there_with_the_reply_that_tells_of_it()
    {
        var person = await stack.Aimi.Person();
        var text = Unique("Напомни завтра в 10 позвонить маме");
        stack.Aimi.Assistant.Does(
            text,
            _ => Call("create_event", new { title = "Позвонить маме", start = $"{TestPerson.Tomorrow}T10:00", remind_minutes_before = new[] { 0 } }),
            answer => new TextContent(answer!.Status == ToolStatus.Done ? "Напомню завтра в 10." : "Не вышло."));

        var reply = await person.Say(text);

        Assert.Equal("Напомню завтра в 10.", (string)reply["assistant_message"]!["text"]!);
        var action = Assert.Single(reply["actions"]!.AsArray())!;
        Assert.Equal(("event_created", "event", "Позвонить маме — завтра, 10:00"), ((string)action["type"]!, (string)action["entity_type"]!, (string)action["summary"]!));
        var planned = await person.Get($"/events/{action["entity_id"]}");
        Assert.Equal(("Позвонить маме", "planned", "assistant", "PT0S"), ((string)planned["title"]!, (string)planned["status"]!, (string)planned["source"]!, (string)planned["reminder_offsets"]![0]!));
        var reminder = Assert.Single((await person.Get("/reminders?status=scheduled"))["items"]!.AsArray())!;
        Assert.Equal((string)planned["start_at"]!, (string)reminder["trigger_at"]!);
        Assert.Equal((string)action["entity_id"]!, (string)(await person.History())[^1]["metadata"]!["actions"]![0]!["entity_id"]!);
    }

    [Fact]
    public async Task A_turn_that_fails_leaves_nothing_behind_and_done_again_it_is_done_once()
    {
        var person = await stack.Aimi.Person();
        var (text, id) = (Unique("запиши молоко"), Guid.CreateVersion7());
        var create = (ToolAnswer? _) => (AIContent)Call("create_task", new { title = "Купить молоко" });
        stack.Aimi.Assistant.Does(text, create, Fails);
        Assert.False((await person.Send(text, id)).IsSuccessStatusCode);
        Assert.Empty((await person.Get("/tasks"))["items"]!.AsArray());

        stack.Aimi.Assistant.Does(text, create, _ => new TextContent("Записала."));
        await person.Say(text, id);
        await person.Say(text, id);

        Assert.Single((await person.Get("/tasks"))["items"]!.AsArray());
        Assert.Equal(2, (await person.History()).Count);
    }

    [Fact]
    public async Task What_was_done_before_in_the_turn_is_there_for_the_next_call()
    {
        var person = await stack.Aimi.Person();
        var text = Unique("хочу выучить испанский");
        var found = new List<ToolItem>();
        stack.Aimi.Assistant.Does(
            text,
            _ => Call("create_goal", new { title = "Выучить испанский", target_date = "2027-06-01" }),
            goal => Call("create_habit", new { name = "Заниматься испанским", repeat_rule = "FREQ=DAILY", reminder_times = new[] { "08:00" }, goal_id = goal!.Items![0].Id }),
            _ => Call("find_plans", new { query = "spanish" }),
            answer =>
            {
                found.AddRange(answer!.Items!);
                return new TextContent("Готово.");
            });

        var reply = await person.Say(text);

        Assert.Equal(["goal_created", "habit_created"], reply["actions"]!.AsArray().Select(action => (string)action!["type"]!));
        Assert.Equal(["goal", "habit"], found.Select(item => item.Kind).Order(StringComparer.Ordinal));
        var habit = Assert.Single((await person.Get("/habits"))["items"]!.AsArray())!;
        Assert.Equal((string)reply["actions"]![0]!["entity_id"]!, (string)habit["goal_id"]!);
    }

    [Fact]
    public async Task Another_persons_rows_are_not_there_for_any_tool()
    {
        var (owner, other) = (await stack.Aimi.Person(), await stack.Aimi.Person());
        var theirs = new JsonObject();
        theirs["event"] = await TestPerson.Json(await owner.Post("/events", $$"""{"title":"Тайна","start_at":"{{TestPerson.Tomorrow}}T10:00:00Z","reminder_offsets":["PT0S"]}"""));
        theirs["goal"] = await TestPerson.Json(await owner.Post("/goals", """{"title":"Тайная цель"}"""));
        theirs["habit"] = await TestPerson.Json(await owner.Post("/habits", """{"name":"Тайная привычка","frequency":"FREQ=DAILY"}"""));
        theirs["memory"] = await TestPerson.Json(await owner.Post("/memory", """{"content":"Живу в Казани"}"""));
        theirs["reminder"] = (await owner.Get("/reminders"))["items"]![0]!.DeepClone();
        string Id(string kind) => (string)(theirs[kind]!["id"] ?? theirs[kind]!["memory_id"])!;
        (string Tool, object Arguments)[] calls =
        [
            ("change_plan", new { id = Id("event"), title = "x" }), ("complete_plan", new { id = Id("event") }), ("postpone_plan", new { id = Id("event"), until = $"{TestPerson.Tomorrow}T12:00" }),
            ("cancel_plan", new { id = Id("event") }), ("restore_plan", new { id = Id("event") }), ("change_goal", new { id = Id("goal"), title = "x" }), ("change_goal", new { id = Id("goal"), status = "archived" }),
            ("change_habit", new { id = Id("habit"), name = "x" }), ("change_habit", new { id = Id("habit"), active = false }), ("check_in_habit", new { id = Id("habit") }),
            ("snooze_reminder", new { id = Id("reminder"), until = $"{TestPerson.Tomorrow}T09:00" }), ("dismiss_reminder", new { id = Id("reminder") }),
            ("correct_memory", new { id = Id("memory"), content = "чужое" }),
        ];
        var before = await Everything(owner);

        foreach (var (tool, arguments) in calls)
        {
            var text = Unique($"{tool} чужое");
            stack.Aimi.Assistant.Does(text, _ => Call(tool, arguments), answer => new TextContent(answer!.Status.ToString()));
            var reply = await other.Say(text);
            Assert.Equal((tool, nameof(ToolStatus.NotFound)), (tool, (string)reply["assistant_message"]!["text"]!));
            Assert.Empty(reply["actions"]!.AsArray());
        }

        // A goal of another's is no parent, no plan and no habit serves it.
        foreach (var (tool, arguments) in new (string, object)[]
        {
            ("create_goal", new { title = "x", parent_goal_id = Id("goal") }), ("create_task", new { title = "x", goal_id = Id("goal") }),
            ("create_event", new { title = "x", start = TestPerson.Tomorrow, goal_id = Id("goal") }), ("create_habit", new { name = "x", repeat_rule = "FREQ=DAILY", goal_id = Id("goal") }),
        })
        {
            var text = Unique($"{tool} при чужой цели");
            stack.Aimi.Assistant.Does(text, _ => Call(tool, arguments), answer => new TextContent(answer!.Status.ToString()));
            Assert.Equal((tool, nameof(ToolStatus.Refused)), (tool, (string)(await other.Say(text))["assistant_message"]!["text"]!));
        }

        Assert.Equal(before, await Everything(owner));
    }

    [Theory]
    [InlineData("create_task", """{"title":"x","colour":"red"}""", "colour")]
    [InlineData("create_task", """{}""", "title")]
    [InlineData("create_task", """{"title":5}""", "title")]
    [InlineData("create_task", """{"title":"x","due":"tomorrow"}""", "due")]
    [InlineData("create_task", """{"title":"x","due":"2027-01-05","repeat_rule":"FREQ=SOMETIMES"}""", "RRULE")]
    [InlineData("create_event", """{"title":"x","start":"2027-01-05T25:00"}""", "start")]
    [InlineData("change_plan", """{"id":"not an id","title":"x"}""", "id")]
    [InlineData("create_habit", """{"name":"x"}""", "frequency")]
    [InlineData("set_profile", """{"timezone":"Mars/Olympus"}""", "time zone")]
    [InlineData("confirm_pending", """{}""", "Nothing waits")]
    public async Task A_call_that_does_not_fit_is_answered_so_that_it_can_be_mended(string tool, string arguments, string names)
    {
        var person = await stack.Aimi.Person();
        var text = Unique("неверный вызов");
        stack.Aimi.Assistant.Does(
            text,
            _ => new FunctionCallContent("1", tool, JsonNode.Parse(arguments)!.AsObject().ToDictionary(member => member.Key, member => (object?)member.Value, StringComparer.Ordinal)),
            answer => new TextContent($"{answer!.Status}: {answer.Problem}"));

        var reply = await person.Say(text);

        var said = (string)reply["assistant_message"]!["text"]!;
        Assert.StartsWith("Refused", said, StringComparison.Ordinal);
        Assert.Contains(names, said, StringComparison.Ordinal);
        Assert.Empty(reply["actions"]!.AsArray());
    }

    [Fact]
    public async Task A_tool_that_does_not_exist_is_said_not_to()
    {
        var person = await stack.Aimi.Person();
        var text = Unique("несуществующее");
        stack.Aimi.Assistant.Does(text, _ => Call("send_money", new { to = "me" }), _ => new TextContent("Такого я не умею."));

        Assert.Equal("Такого я не умею.", (string)(await person.Say(text))["assistant_message"]!["text"]!);
    }

    [Fact]
    public async Task A_turn_makes_eight_calls_at_most()
    {
        var person = await stack.Aimi.Person();
        var text = Unique("много дел");
        var calls = Enumerable.Range(1, 9).Select(number => (Func<ToolAnswer?, AIContent>)(_ => Call("create_task", new { title = $"Дело {number}" })));
        stack.Aimi.Assistant.Does(text, [.. calls, answer => new TextContent(answer!.Status.ToString())]);

        var reply = await person.Say(text);

        Assert.Equal(nameof(ToolStatus.Refused), (string)reply["assistant_message"]!["text"]!);
        Assert.Equal(8, (await person.Get("/tasks"))["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("да", "confirm_pending", "planned", "event_confirmed")]
    [InlineData("нет", "reject_pending", "cancelled", "event_rejected")]
    public async Task What_was_not_said_clearly_waits_for_the_persons_word(string word, string tool, string status, string deed)
    {
        var person = await stack.Aimi.Person();
        var (text, answer) = (Unique("может, сходить к врачу"), Unique(word));
        stack.Aimi.Assistant.Does(
            text,
            _ => Call("create_event", new { title = "Врач", start = $"{TestPerson.Tomorrow}T10:00", tentative = true }),
            _ => Call("confirm_pending", new { }),
            agreed => new TextContent(agreed!.Status == ToolStatus.Refused ? "Записать?" : "Записала."));
        stack.Aimi.Assistant.Does(answer, _ => Call(tool, new { }), done => new TextContent(done!.Status.ToString()));

        var asked = await person.Say(text);
        var pending = (await person.Get("/chat/session"))["pending_actions"]!;
        var told = await person.Say(answer);

        // A model that asks and agrees in one breath is refused.
        Assert.Equal("Записать?", (string)asked["assistant_message"]!["text"]!);
        Assert.Equal("confirm_event", (string)asked["assistant_message"]!["metadata"]!["pending_action"]!["type"]!);
        Assert.Contains("Врач", (string)pending["confirm_event"]!, StringComparison.Ordinal);
        Assert.Equal(deed, (string)Assert.Single(told["actions"]!.AsArray())!["type"]!);
        Assert.Equal(status, (string)(await person.Get($"/events/{told["actions"]![0]!["entity_id"]}"))["status"]!);
        Assert.Empty((await person.Get("/chat/session"))["pending_actions"]!.AsObject());
    }

    [Fact]
    public async Task A_whole_series_is_cancelled_only_after_a_yes()
    {
        var person = await stack.Aimi.Person();
        var yoga = await TestPerson.Json(await person.Post("/events", $$"""{"title":"Йога","start_at":"{{TestPerson.Tomorrow}}T10:00:00Z","repeat_rule":"FREQ=DAILY"}"""));
        var (id, text, yes) = ((string)yoga["id"]!, Unique("отмени йогу"), Unique("да"));
        stack.Aimi.Assistant.Does(
            text, _ => Call("cancel_plan", new { id }), which => Call("cancel_plan", new { id, scope = "all" }), asked => new TextContent(asked!.Status.ToString()));
        stack.Aimi.Assistant.Does(yes, _ => Call("confirm_pending", new { }), _ => new TextContent("Отменила."));

        Assert.Equal(nameof(ToolStatus.PendingConfirmation), (string)(await person.Say(text))["assistant_message"]!["text"]!);
        Assert.Equal("planned", (string)(await person.Get($"/events/{id}"))["status"]!);
        await person.Say(yes);
        Assert.Equal("cancelled", (string)(await person.Get($"/events/{id}"))["status"]!);
    }

    [Fact]
    public async Task Of_two_things_to_agree_to_the_last_is_asked_whatever_is_done_after()
    {
        var person = await stack.Aimi.Person();
        var yoga = await TestPerson.Json(await person.Post("/events", $$"""{"title":"Йога","start_at":"{{TestPerson.Tomorrow}}T10:00:00Z","repeat_rule":"FREQ=DAILY"}"""));
        var text = Unique("врача запиши, йогу отмени");
        stack.Aimi.Assistant.Does(
            text,
            _ => Call("create_event", new { title = "Врач", start = $"{TestPerson.Tomorrow}T12:00", tentative = true }),
            _ => Call("cancel_plan", new { id = (string)yoga["id"]!, scope = "all" }),
            _ => Call("create_task", new { title = "Взять полис" }),
            _ => new TextContent("Отменить йогу совсем?"));

        var reply = await person.Say(text);

        Assert.Equal("cancel_event", (string)reply["assistant_message"]!["metadata"]!["pending_action"]!["type"]!);
        Assert.Equal(["event_proposed", "task_created"], reply["actions"]!.AsArray().Select(action => (string)action!["type"]!));
    }

    [Fact]
    public async Task What_changed_in_between_fails_the_turn_and_nothing_of_it_is_done()
    {
        var person = await stack.Aimi.Person();
        var (text, id) = (Unique("перенеси отчёт и запиши молоко"), Guid.CreateVersion7());
        var report = await TestPerson.Json(await person.Post("/tasks", $$"""{"title":"Отчёт","due_at":"{{TestPerson.Tomorrow}}T10:00:00Z"}"""));
        stack.Aimi.Assistant.Does(
            text,
            _ => Call("create_task", new { title = "Молоко" }),
            _ => Call("postpone_plan", new { id = (string)report["id"]!, until = $"{TestPerson.Tomorrow}T15:00" }),
            _ =>
            {
                Delete(person.Id, Guid.Parse((string)report["id"]!));
                return new TextContent("Перенесла.");
            });

        Assert.False((await person.Send(text, id)).IsSuccessStatusCode);
        Assert.Empty((await person.Get("/tasks"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_new_zone_holds_from_the_next_turn_on_and_is_taken_back_with_a_turn_that_fails()
    {
        var person = await stack.Aimi.Person();
        var (text, next) = (Unique("я теперь в Токио"), Unique("запиши обед на завтра в 13"));
        stack.Aimi.Assistant.Does(text, _ => Call("set_profile", new { timezone = "Asia/Tokyo", name = "Аня" }), Fails);
        await person.Send(text);
        Assert.NotEqual("Asia/Tokyo", (string)(await person.Get("/me"))["timezone"]!);

        stack.Aimi.Assistant.Does(text, _ => Call("set_profile", new { timezone = "Asia/Tokyo", name = "Аня" }), _ => new TextContent("Хорошо."));
        await person.Say(text);
        stack.Aimi.Assistant.Does(next, _ => Call("create_event", new { title = "Обед", start = "2027-03-01T13:00" }), _ => new TextContent("Записала."));
        var planned = await person.Get($"/events/{(await person.Say(next))["actions"]![0]!["entity_id"]}");

        Assert.Equal(("2027-03-01T04:00:00Z", "Asia/Tokyo"), ((string)planned["start_at"]!, (string)planned["timezone"]!));
        Assert.Equal("Аня", (string)(await person.Get("/me"))["display_name"]!);
    }

    [Theory]
    [InlineData("отложи напоминание на 10 минут", "ещё раз")]
    [InlineData("remind me again in 10 minutes", "again")]
    public async Task A_reminder_that_rang_is_put_off_without_a_model_too(string text, string says)
    {
        var person = await stack.Aimi.Person();
        await person.Post("/events", $$"""{"title":"Выпить воды","start_at":"{{TestPerson.Tomorrow}}T10:00:00Z","reminder_offsets":["PT0S"]}""");
        var rang = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await using var context = await stack.Aimi.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await context.Reminders.Where(reminder => reminder.UserId == person.Id).ExecuteUpdateAsync(
            reminder => reminder.SetProperty(row => row.Status, ReminderStatus.Sent).SetProperty(row => row.TriggerAt, rang), TestContext.Current.CancellationToken);

        var reply = await person.Say(text);

        Assert.Equal("reminder_snoozed", (string)Assert.Single(reply["actions"]!.AsArray())!["type"]!);
        Assert.Contains(says, (string)reply["assistant_message"]!["text"]!, StringComparison.Ordinal);
        var put = Assert.Single((await person.Get("/reminders?status=scheduled"))["items"]!.AsArray())!;
        Assert.InRange(DateTimeOffset.Parse((string)put["trigger_at"]!, CultureInfo.InvariantCulture), rang.AddMinutes(9), rang.AddMinutes(13));
    }

    // The model's clients of all tests share a script: a text is one test's.
    private static string Unique(string text) => $"{text} {Guid.CreateVersion7():N}";

    private static async Task<string> Everything(TestPerson person)
    {
        var all = new List<string>();
        foreach (var path in new[] { "/events", "/tasks", "/goals", "/habits", "/reminders", "/memory", "/me" })
            all.Add((await person.Get(path)).ToJsonString());
        return string.Join('\n', all);
    }

    private void Delete(Guid userId, Guid id)
    {
        using var context = stack.Aimi.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContext();
        context.Events.Where(planned => planned.UserId == userId && planned.Id == id).ExecuteDelete();
    }
}
