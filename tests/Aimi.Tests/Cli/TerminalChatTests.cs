using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Cli;

public sealed class TerminalChatTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();

    public async ValueTask InitializeAsync() => await _server.Start();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_message_is_answered_and_the_reply_reported_read()
    {
        await using var person = new Person(_server, "ru");

        person.Say("Привет");

        await person.Terminal.Shows("Aimi  Вы сказали: Привет");
        Assert.Equal(2, (long)(await _server.Received("read"))["up_to_seq"]!);
        Assert.EndsWith("\n>", person.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_is_shown_while_it_grows_and_the_stored_text_wins()
    {
        var replyId = ScriptedServer.NewId();
        var asked = new TaskCompletionSource<JsonObject>();
        _server.OnSend = async (line, send) =>
        {
            var message = _server.StoreSend(send);
            await line.Say(ScriptedServer.Accepted(send, message));
            await line.Say(ScriptedServer.Delta(replyId, "Once upon "));
            await line.Say(ScriptedServer.Delta(replyId, "a tine"));
            asked.SetResult(message);
        };
        await using var person = new Person(_server);
        person.Say("A tale");
        await person.Terminal.Shows("Aimi  Once upon a tine");

        var reply = _server.Store("assistant", "Once upon a time.", replyTo: (string)(await asked.Task)["message_id"]!, id: replyId);
        await _server.Say(ScriptedServer.Frame(reply, new JsonObject { ["type"] = "event_created", ["summary"] = "Read a tale, 20:00" }));

        await person.Terminal.Shows("Aimi  Once upon a time.\n✓ Read a tale, 20:00");
        Assert.DoesNotContain("tine", person.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_longer_than_the_terminal_shows_its_end_and_then_all_of_it_once()
    {
        _server.Reply = _ => string.Join('\n', Enumerable.Range(1, 60).Select(i => $"row {i};"));
        _server.Deltas = reply => reply.Split('\n').Select(row => row + "\n");
        await using var person = new Person(_server, height: 10);

        person.Say("Much");

        await person.Terminal.Until(screen => screen.EndsWith("row 60;\n>", StringComparison.Ordinal) && Count(screen, "row 1;") == 1);
        Assert.All(Enumerable.Range(1, 60), i => Assert.Equal(1, Count(person.Terminal.Text, $"row {i};")));
    }

    [Fact]
    public async Task What_arrives_does_not_disturb_what_is_being_typed()
    {
        await using var person = new Person(_server, width: 40);
        await _server.Received("resume");
        person.Type("half a sentence that is longer than one row");
        await person.Terminal.Shows("\n  ne row");
        person.Press(ConsoleKey.LeftArrow);

        await _server.Say(ScriptedServer.Frame(_server.Store("assistant", "Time for tea")));
        await person.Terminal.Shows("Time for tea");
        person.Type("!");

        await person.Terminal.Until(screen => screen.EndsWith("> half a sentence that is longer than o\n  ne ro!w", StringComparison.Ordinal));
        Assert.Equal(8, person.Terminal.Cursor.Column);
    }

    [Fact]
    public async Task A_terminal_made_narrower_keeps_one_prompt()
    {
        await using var person = new Person(_server, width: 80);
        person.Type(new string('a', 70));
        await person.Terminal.Shows(new string('a', 70));

        person.Narrow(30);
        person.Type("b");

        // Drawn in pieces: one prompt is what is left when all of it is there.
        await person.Terminal.Until(screen => screen.EndsWith("ab", StringComparison.Ordinal) && Count(screen, "> a") == 1);
        Assert.Equal(70, Count(person.Terminal.Text.Split("> ")[1], "a"));
    }

    [Fact]
    public async Task The_last_messages_stand_above_the_prompt_with_their_day()
    {
        _server.Store("user", "from yesterday");
        _server.Store("assistant", "its answer");

        await using var person = new Person(_server, "ru");

        await person.Terminal.Shows("── вчера, 15 марта ──\n18:30 Вы    from yesterday\n18:30 Aimi  its answer\n>");
    }

    [Fact]
    public async Task History_shows_as_many_as_were_asked_for()
    {
        for (var i = 1; i <= 5; i++)
        {
            _server.Store("user", $"message {i}");
        }

        await using var person = new Person(_server, "ru");
        await person.Terminal.Shows("message 5");
        person.Say("/history 3");

        await person.Terminal.Shows("Последние 3 сообщения");

        // A drawing is written in pieces; this is its last one.
        await person.Terminal.Until(screen => Count(screen, "message 5") == 2);
        Assert.Equal(1, Count(person.Terminal.Text, "message 2"));
        Assert.Equal(2, Count(person.Terminal.Text, "message 3"));
    }

    [Fact]
    public async Task Markup_and_escape_sequences_are_printed_and_not_obeyed()
    {
        // The virtual terminal fails on any control character or sequence that the client has no use for.
        _server.Reply = _ => "[red]\e]0;owned\a\u009b2J\e[2J\0 \u202Eevil";
        await using var person = new Person(_server);

        person.Say("[bold]hi[/]");

        await person.Terminal.Shows("Aimi  [red]␛]0;owned␇\uFFFD2J␛[2J␀ \uFFFDevil");
        Assert.Contains("[bold]hi[/]", person.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notification_that_arrives_twice_is_shown_once()
    {
        await using var person = new Person(_server);
        person.Say("hi");
        await person.Terminal.Shows("Вы сказали");
        var bell = new JsonObject
        {
            ["type"] = "notification",
            ["notification"] = new JsonObject { ["id"] = ScriptedServer.NewId(), ["kind"] = "reminder", ["title"] = "Tea", ["occurred_at"] = "2026-03-16T08:00:00Z" },
        };

        await _server.Say(bell);
        await _server.Say(bell);
        await _server.Say(new JsonObject { ["type"] = "from_the_future", ["anything"] = 1 });
        await _server.Say(new JsonObject { ["type"] = "session_ended", ["session_id"] = ScriptedServer.NewId(), ["reason"] = "timeout" });

        await person.Terminal.Shows("after a long silence");
        Assert.Equal(1, Count(person.Terminal.Text, "🔔 08:00 Tea"));
    }

    [Fact]
    public async Task A_message_from_another_device_is_shown_with_its_answer()
    {
        await using var person = new Person(_server);
        await person.Terminal.Shows(">");
        await _server.Received("resume");

        var asked = _server.Store("user", "said on the phone");
        await _server.Say(ScriptedServer.Frame(asked));
        await _server.Say(ScriptedServer.Frame(_server.Store("assistant", "answered there", replyTo: (string)asked["message_id"]!)));

        await person.Terminal.Shows("You   said on the phone\n18:30 Aimi  answered there");
    }

    [Fact]
    public async Task The_echo_of_an_own_message_is_not_shown_even_before_its_acceptance()
    {
        _server.OnSend = async (line, send) =>
        {
            await _server.Say(ScriptedServer.Frame(_server.StoreSend(send)));
            await _server.Answer(line, send);
        };
        await using var person = new Person(_server);

        person.Say("hello");

        await person.Terminal.Shows("Вы сказали: hello");
        Assert.Equal(1, Count(person.Terminal.Text, "You   hello"));
    }

    [Fact]
    public async Task An_error_is_explained_and_a_retry_is_the_same_message()
    {
        _server.OnSend = (line, send) => line.Say(new JsonObject
        {
            ["type"] = "error",
            ["code"] = "unavailable",
            ["detail"] = "The model is asleep.",
            ["client_message_id"] = (string)send["client_message_id"]!,
        });
        await using var person = new Person(_server);
        person.Say("hello");
        await person.Terminal.Shows("No reply: The model is asleep.");
        var first = await _server.Received("send");

        _server.OnSend = _server.Answer;
        person.Say("/retry");

        await person.Terminal.Shows("Вы сказали: hello");
        Assert.Equal((string)first["client_message_id"]!, (string)(await _server.Received("send"))["client_message_id"]!);
        Assert.Equal(["hello", "Вы сказали: hello"], _server.Texts());
    }

    [Fact]
    public async Task Ctrl_C_stops_a_running_reply_and_then_leaves()
    {
        var replyId = ScriptedServer.NewId();
        var asked = new JsonObject();
        _server.OnSend = async (line, send) =>
        {
            asked = _server.StoreSend(send);
            await line.Say(ScriptedServer.Accepted(send, asked));
            await line.Say(ScriptedServer.Delta(replyId, "So far"));
        };
        _server.OnOther = (_, frame) => (string?)frame["type"] is "stop"
            ? _server.Say(ScriptedServer.Frame(_server.Store("assistant", "So far, and no further", replyTo: (string)asked["message_id"]!, id: replyId)))
            : Task.CompletedTask;
        await using var person = new Person(_server);
        person.Say("count to a million");
        await person.Terminal.Shows("So far");

        person.Press(ConsoleKey.C, control: true);
        var stop = await _server.Received("stop");
        await person.Terminal.Shows("and no further");
        Assert.False(person.HasLeft);
        person.Press(ConsoleKey.C, control: true);

        Assert.Equal(0, await person.Leaves());
        Assert.NotNull((string?)stop["client_message_id"]);
    }

    [Fact]
    public async Task End_ends_the_session_and_says_so()
    {
        _server.OnOther = (line, frame) => (string?)frame["type"] is "end_session"
            ? line.Say(new JsonObject { ["type"] = "session_ended", ["session_id"] = ScriptedServer.NewId(), ["reason"] = "command" })
            : Task.CompletedTask;
        await using var person = new Person(_server, "ru");
        await _server.Received("resume");

        person.Say("/end");

        await person.Terminal.Shows("Разговор завершён.");
    }

    [Fact]
    public async Task Too_long_a_message_is_told_of_and_stays_in_the_line()
    {
        await using var person = new Person(_server, "ru");

        person.Say(new string('я', 8001));

        await person.Terminal.Shows("В сообщении 8\u00a0001 символ, а отправить можно не больше 8\u00a0000.");
        person.Press(ConsoleKey.Backspace);
        person.Press(ConsoleKey.Enter);
        Assert.Equal(8000, ((string)(await _server.Received("send"))["text"]!).Length);
    }

    [Fact]
    public async Task Ctrl_D_leaves_and_tells_what_was_not_sent()
    {
        await using var person = new Person(_server, "ru");
        await _server.Received("resume");
        await _server.Kill();
        await person.Terminal.Shows("Нет связи");
        person.Say("раз");
        person.Say("два");

        person.Press(ConsoleKey.D, control: true);

        Assert.Equal(0, await person.Leaves());
        Assert.Contains("Не отправлено 2 сообщения.", person.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_and_found_when_it_comes()
    {
        await _server.Kill();
        await using var person = new Person(_server);
        await person.Terminal.Shows("Start it with ./aimi");
        await person.Terminal.Shows("No connection, trying again…");
        person.Say("are you there?");

        await _server.Start();
        person.WaitForReconnect();

        await person.Terminal.Shows("Вы сказали: are you there?");
        Assert.DoesNotContain("No connection", person.Terminal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_ends_the_client_with_2()
    {
        _server.OnSend = (line, _) => line.Close(WebSocketCloseStatus.PolicyViolation, "signed \e[31mout");
        await using var person = new Person(_server);

        person.Say("hello");

        Assert.Equal(2, await person.Leaves());
        Assert.Contains("AIMI_TOKEN", person.Terminal.Text, StringComparison.Ordinal);
        Assert.Contains("signed ␛[31mout", person.Terminal.Text, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
