using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Conversations;

public sealed class SessionEndOnSqliteTests(EmbeddedStack stack) : SessionEndSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class SessionEndOnServersTests(ServerStack stack) : SessionEndSuite(stack), IClassFixture<ServerStack>;

/// <summary>How a session ends: with a goodbye, by request, when it is full.</summary>
public abstract class SessionEndSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    [Theory]
    [InlineData("пока")]
    [InlineData("Bye!")]
    [InlineData("/end")]
    public async Task A_farewell_is_answered_and_ends_the_session(string farewell)
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();
        var session = (string)(await person.Say("Привет"))["session_id"]!;

        var goodbye = await person.Say(farewell);

        Assert.Equal(session, (string)goodbye["assistant_message"]!["session_id"]!);
        var ended = await socket.Await("session_ended");
        Assert.Equal((session, "command"), ((string)ended["session_id"]!, (string)ended["reason"]!));
        Assert.Equal(0, (int)(await person.Get("/chat/session"))["count"]!);
        Assert.NotEqual(session, (string)(await person.Say("Это снова я"))["session_id"]!);
        Assert.Equal(["command"], await Summaries(person));
    }

    [Fact]
    public async Task End_ends_the_session_once_and_nothing_open_is_no_error()
    {
        var person = await Aimi.Person();
        var session = (string)(await person.Say("Привет"))["session_id"]!;
        var open = await person.Get("/chat/session");
        Assert.Equal((session, 2), ((string)open["id"]!, (int)open["count"]!));

        var ended = await TestPerson.Json(await person.Post("/chat/end", ""));
        var again = await TestPerson.Json(await person.Post("/chat/end", ""));

        Assert.Equal((session, "command"), ((string)ended["session_id"]!, (string)ended["reason"]!));
        Assert.Null(again["session_id"]);
        Assert.Equal(["command"], await Summaries(person));
    }

    [Fact]
    public async Task End_in_the_middle_of_a_reply_stops_it_and_keeps_it_in_its_session()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Долго говори", "Итак. ", "никогда");
        await using var socket = await person.Connect();
        await socket.Send(new { type = "send", text = "Долго говори" });
        gate.Let();
        await socket.Await("delta");

        await socket.Send(new { type = "end_session" });

        await socket.Await("session_ended");
        var history = await person.History();
        Assert.Equal("Итак. ", (string)history[1]["text"]!);
        Assert.Equal((string)history[0]["session_id"]!, (string)history[1]["session_id"]!);
    }

    [Fact]
    public async Task A_goodbye_that_fills_the_session_ends_it_once()
    {
        var person = await Aimi.Person();
        for (var i = 0; i < 14; i++)
            await person.Say($"Сообщение {i}");

        await person.Say("пока");

        var sessions = (await person.History()).GroupBy(message => (string)message["session_id"]!).Select(session => session.Count());
        Assert.Equal([30], sessions);
        Assert.Single(await Summaries(person));
    }

    [Fact]
    public async Task Thirty_messages_fill_a_session()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();
        for (var i = 0; i < 16; i++)
            await person.Say($"Сообщение {i}");

        var ended = await socket.Await("session_ended");

        Assert.Equal("limit", (string)ended["reason"]!);
        var sessions = (await person.History()).GroupBy(message => (string)message["session_id"]!).Select(session => session.Count());
        Assert.Equal([30, 2], sessions);
        Assert.Equal(["limit"], await Summaries(person));
    }

    private async Task<List<string>> Summaries(TestPerson person)
    {
        await using var context = stack.Database.Open();
        var reasons = context.SessionSummaries.Where(summary => summary.UserId == person.Id).Select(summary => summary.Reason).ToList();
        return [.. reasons.Select(reason => reason.ToString().ToLowerInvariant())];
    }
}
