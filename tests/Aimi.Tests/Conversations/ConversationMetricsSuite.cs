using System.Diagnostics.Metrics;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Aimi.Tests.Infrastructure.ScriptedChatClient;

namespace Aimi.Tests.Conversations;

public sealed class ConversationMetricsOnSqlite(EmbeddedStack stack) : ConversationMetricsSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class ConversationMetricsOnServers(ServerStack stack) : ConversationMetricsSuite(stack), IClassFixture<ServerStack>;

/// <summary>What is counted of a conversation: once what happened, and never what was taken back.</summary>
public abstract class ConversationMetricsSuite(TestStack stack) : IDisposable
{
    private readonly Measurements _measured = new(stack.Aimi.Services.GetRequiredService<IMeterFactory>());

    private AimiProcess Aimi => stack.Aimi;

    public void Dispose()
    {
        _measured.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_message_is_counted_once_by_its_transport_however_often_it_is_sent()
    {
        var person = await Aimi.Person();
        var id = Guid.CreateVersion7();
        await person.Say("Привет", id);
        await person.Say("Привет", id);
        await using var socket = await person.Connect();
        await socket.Send(new { type = "send", text = "И ещё раз" });
        await socket.Reply();

        Assert.Equal(["1 transport=rest", "1 transport=websocket"], _measured.Counted("aimi.message.accepted"));
        Assert.Equal(["1 outcome=answered transport=rest", "1 outcome=answered transport=websocket"], _measured.Recorded("aimi.turn.duration"));
    }

    [Fact]
    public async Task A_turn_is_measured_by_its_stages_and_those_that_it_did_not_have_are_not()
    {
        var person = await Aimi.Person();
        await person.Say("Привет");
        Assert.Equal(
            ["1 stage=accept", "1 stage=cache", "1 stage=context", "1 stage=model", "1 stage=store", "1 stage=wait"],
            _measured.Recorded("aimi.turn.stage.duration"));

        var text = Unique("запиши молоко");
        Aimi.Assistant.Does(text, _ => Call("create_task", new { title = "Молоко" }), _ => new TextContent("Записала."));
        await person.Say(text);
        Assert.Contains("1 stage=tools", _measured.Recorded("aimi.turn.stage.duration"));
    }

    [Fact]
    public async Task A_turn_that_fails_and_one_that_is_stopped_are_told_apart()
    {
        var person = await Aimi.Person();
        var (failing, stopped) = (Unique("сломайся"), Unique("долго"));
        Aimi.Assistant.Failing(failing);
        await person.Send(failing);
        using var gate = Aimi.Assistant.Gated(stopped, "Итак. ", "никогда");
        await using var socket = await person.Connect();
        var id = Guid.CreateVersion7();
        await socket.Send(new { type = "send", text = stopped, client_message_id = id });
        gate.Let();
        await socket.Await("delta");
        await socket.Send(new { type = "stop", client_message_id = id });
        await socket.Reply();

        Assert.Equal(["1 outcome=failed transport=rest", "1 outcome=stopped transport=websocket"], _measured.Recorded("aimi.turn.duration"));
    }

    [Fact]
    public async Task A_session_that_ends_is_counted_by_its_reason()
    {
        var person = await Aimi.Person();
        await person.Say("Привет");
        await person.Say("пока");
        for (var i = 0; i < 15; i++)
            await person.Say($"Раз {i}");
        await person.Say("Ещё");
        await person.Post("/chat/end", "");
        await person.Post("/chat/end", "");

        Assert.Equal(["1 reason=limit", "2 reason=command"], _measured.Counted("aimi.session.ended"));
    }

    [Fact]
    public async Task The_cache_is_read_once_a_message()
    {
        var person = await Aimi.Person();
        await person.Say("Привет");
        await person.Say("Ещё");

        Assert.Equal(["2 result=hit"], _measured.Counted("aimi.cache.read"));
        Assert.Empty(_measured.Counted("aimi.cache.rebuild"));
    }

    [Fact]
    public async Task A_search_of_what_is_remembered_is_measured_with_what_it_found()
    {
        var person = await Aimi.Person();
        await TestPerson.Json(await person.Post("/memory", """{"content":"Я люблю черничный пирог"}"""));
        Assert.Single((await person.Get("/memory/search?q=черничный%20пирог"))["items"]!.AsArray());

        Assert.Equal(["1"], _measured.Values("aimi.recall.hits"));
        Assert.Equal(["1"], _measured.Recorded("aimi.recall.duration"));
    }

    [Fact]
    public async Task Calls_of_tools_are_counted_by_what_came_of_them_and_what_a_model_invents_is_no_label()
    {
        var person = await Aimi.Person();
        var (text, secret) = (Unique("сделай"), $"drop_{Guid.CreateVersion7():N}");
        Aimi.Assistant.Does(
            text,
            _ => Call("create_task", new { title = "Молоко" }),
            _ => Call("create_task", new { nonsense = 1 }),
            _ => Call(secret, new { }),
            _ => new FunctionCallContent("call-1", "forget") { Exception = new FormatException("No JSON.") },
            _ => new TextContent("Записала."));

        await person.Say(text);

        Assert.Equal(
            ["1 outcome=done tool=create_task", "1 outcome=malformed tool=forget", "1 outcome=refused tool=create_task", "1 outcome=unknown tool=unknown"],
            _measured.Counted("aimi.tool.call"));
    }

    [Fact]
    public async Task A_habit_that_was_kept_is_counted_once_whoever_writes_it_and_not_where_the_turn_fails()
    {
        var person = await Aimi.Person();
        var habit = (string)(await person.Made("/habits", """{"name":"Зарядка","frequency":"FREQ=DAILY"}"""))["id"]!;
        var (failing, again) = (Unique("отметь"), Unique("отметь ещё раз"));
        var checkIn = (Aimi.Assistant.Tools.ToolAnswer? _) => (AIContent)Call("check_in_habit", new { id = habit });
        Aimi.Assistant.Does(failing, checkIn, _ => throw new HttpRequestException("The model is away."));
        await person.Send(failing);
        Assert.Empty(_measured.Counted("aimi.habit.checked"));

        Aimi.Assistant.Does(again, checkIn, _ => Call("list_reminders", new { }), _ => new TextContent("Отметила."));
        await person.Say(again);
        await person.Call(HttpMethod.Post, $"/habits/{habit}/check-ins", "{}");
        Assert.Equal(["1"], _measured.Counted("aimi.habit.checked"));

        // The same request under its key, twice: carried out once, in a transaction of its own.
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < 2; i++)
            await person.Call(HttpMethod.Post, $"/habits/{habit}/check-ins", $$"""{"day":"{{yesterday}}"}""", "Idempotency-Key", "a");
        Assert.Equal(["2"], _measured.Counted("aimi.habit.checked"));
    }

    [Fact]
    public async Task A_goal_that_was_reached_is_counted_once()
    {
        var person = await Aimi.Person();
        var goal = (string)(await person.Made("/goals", """{"title":"Выучить испанский"}"""))["id"]!;
        await person.Call(HttpMethod.Post, $"/goals/{goal}/pause");
        await person.Call(HttpMethod.Post, $"/goals/{goal}/complete");
        await person.Call(HttpMethod.Post, $"/goals/{goal}/complete");

        Assert.Equal(["1"], _measured.Counted("aimi.goal.completed"));
    }

    private static string Unique(string text) => $"{text} {Guid.CreateVersion7():N}";
}
