using System.Net.WebSockets;
using System.Text;
using Aimi.Realtime;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Conversations;

public sealed class SocketOnSqliteTests(EmbeddedStack stack) : SocketSuite(stack), IClassFixture<EmbeddedStack>;

public sealed class SocketOnServersTests(ServerStack stack) : SocketSuite(stack), IClassFixture<ServerStack>;

/// <summary>The chat over a WebSocket.</summary>
public abstract class SocketSuite(TestStack stack)
{
    private AimiProcess Aimi => stack.Aimi;

    [Fact]
    public async Task A_send_is_accepted_then_streamed_then_whole()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Расскажи", "Жили. ", "Были.");
        await using var socket = await person.Connect();
        Assert.Equal((1, person.Id.ToString(), 0), ((int)socket.Hello!["protocol"]!, (string)socket.Hello["user_id"]!, (int)socket.Hello["last_seq"]!));
        Assert.Null(socket.Hello["session_id"]);
        var id = Guid.CreateVersion7();

        await socket.Send(new { type = "send", text = "Расскажи", client_message_id = id });

        var accepted = await socket.Next("accepted");
        Assert.Equal((id.ToString(), 1), ((string)accepted["client_message_id"]!, (int)accepted["message"]!["seq"]!));
        gate.Let();
        var first = await socket.Next("delta");
        gate.Let();
        var second = await socket.Next("delta");
        var whole = await socket.Next("message");
        Assert.Equal("Жили. Были.", (string)first["text"]! + (string)second["text"]!);
        Assert.Equal("Жили. Были.", (string)whole["message"]!["text"]!);
        Assert.Equal((string)first["reply_id"]!, (string)whole["message"]!["message_id"]!);
        Assert.Equal((string)accepted["message"]!["message_id"]!, (string)whole["message"]!["reply_to"]!);
    }

    [Fact]
    public async Task Every_device_of_a_person_hears_everything_and_nobody_else_does()
    {
        var (person, other) = (await Aimi.Person(), await Aimi.Person());
        var replica = await stack.Replica();
        await using var phone = await person.Connect();
        await using var laptop = await person.Connect();
        await using var elsewhere = await person.On(stack.Redis is null ? Aimi : replica).Connect();
        await using var stranger = await other.Connect();

        await phone.Send(new { type = "send", text = "Привет" });

        await phone.Next("accepted");
        var atPhone = await phone.Reply();
        foreach (var device in new[] { laptop, elsewhere })
        {
            var sent = await device.Next("message");
            Assert.Equal(("user", "Привет"), ((string)sent["message"]!["role"]!, (string)sent["message"]!["text"]!));
            Assert.Equal(atPhone.ToJsonString(), (await device.Reply()).ToJsonString());
        }

        await stranger.Send(new { type = "ping" });
        await stranger.Next("pong");
    }

    [Fact]
    public async Task A_send_over_http_reaches_the_sockets_too()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();

        var answer = await person.Say("Привет");

        Assert.Equal(answer["user_message"]!.ToJsonString(), (await socket.Next("message"))["message"]!.ToJsonString());
        Assert.Equal(answer["assistant_message"]!.ToJsonString(), (await socket.Reply())["message"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_was_away_resumes_with_every_message_in_order()
    {
        var person = await Aimi.Person();
        for (var i = 0; i < 130; i++)
            await person.Say($"Сообщение {i}");

        await using var socket = await person.Connect();
        Assert.Equal(260, (int)socket.Hello!["last_seq"]!);
        await socket.Send(new { type = "resume", after_seq = 3 });

        for (var seq = 4; seq <= 260; seq++)
            Assert.Equal(seq, (int)(await socket.Next("message"))["message"]!["seq"]!);
    }

    [Fact]
    public async Task Who_comes_back_in_the_middle_of_a_reply_gets_its_beginning()
    {
        var person = await Aimi.Person();
        var gate = Aimi.Assistant.Gated("Долгий рассказ", "Начало. ", "Конец.");
        await using (var lost = await person.Connect())
        {
            await lost.Send(new { type = "send", text = "Долгий рассказ" });
            gate.Let();
            await lost.Await("delta");
        }

        await using var socket = await person.Connect();
        await socket.Send(new { type = "resume", after_seq = 0 });
        await socket.Next("message");
        var delta = await socket.Next("delta");
        gate.Let();

        Assert.Equal("Начало. ", (string)delta["text"]!);
        var reply = await socket.Reply();
        Assert.Equal("Начало. Конец.", (string)reply["message"]!["text"]!);
        Assert.Equal((string)delta["reply_id"]!, (string)reply["message"]!["message_id"]!);
    }

    [Theory]
    [InlineData("{", "validation_failed")]
    [InlineData("[1]", "validation_failed")]
    [InlineData("null", "validation_failed")]
    [InlineData("\"text\"", "validation_failed")]
    [InlineData("{}", "validation_failed")]
    [InlineData("""{"type":"dance"}""", "validation_failed")]
    [InlineData("""{"type":7}""", "validation_failed")]
    [InlineData("""{"type":"send"}""", "validation_failed")]
    [InlineData("""{"type":"send","text":null}""", "validation_failed")]
    [InlineData("""{"type":"send","text":"  "}""", "validation_failed")]
    [InlineData("""{"type":"send","text":"\u0000"}""", "validation_failed")]
    [InlineData("""{"type":"send","text":"\ud800"}""", "validation_failed")]
    [InlineData("""{"type":"send","text":"a","colour":"red"}""", "unknown_field")]
    [InlineData("""{"type":"resume","after_seq":-1}""", "validation_failed")]
    [InlineData("""{"type":"read","up_to_seq":"x"}""", "validation_failed")]
    [InlineData("""{"type":"stop","client_message_id":"x"}""", "validation_failed")]
    public async Task A_frame_that_makes_no_sense_is_an_error_and_the_connection_stays(string frame, string code)
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();

        await socket.SendText(frame);

        Assert.Equal(code, (string)(await socket.Next("error"))["code"]!);
        await socket.Send(new { type = "ping" });
        await socket.Next("pong");
        Assert.Empty(await person.History());
    }

    [Fact]
    public async Task An_error_names_the_message_it_belongs_to()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();
        var id = Guid.CreateVersion7();
        await person.Say("Одно", id);

        await socket.Send(new { type = "send", text = "Другое", client_message_id = id });
        var conflict = await socket.Await("error");
        await socket.Send(new { type = "send", text = new string('я', 8_001), client_message_id = id });
        var tooLong = await socket.Await("error");
        await socket.Send(new { type = "send", text = "a", colour = "red", client_message_id = id });
        var unknown = await socket.Await("error");

        Assert.Equal("idempotency_conflict", (string)conflict["code"]!);
        Assert.All(new[] { conflict, tooLong, unknown }, error => Assert.Equal(id.ToString(), (string)error["client_message_id"]!));
    }

    [Fact]
    public async Task A_frame_in_pieces_is_one_frame()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();
        var bytes = Encoding.UTF8.GetBytes("""{"type":"send","text":"Привет 👋"}""");

        foreach (var (index, octet) in bytes.Index())
        {
            await socket.Raw.SendAsync(
                new[] { octet }, WebSocketMessageType.Text, endOfMessage: index == bytes.Length - 1, TestContext.Current.CancellationToken);
        }

        Assert.Equal("Привет 👋", (string)(await socket.Next("accepted"))["message"]!["text"]!);
    }

    [Fact]
    public async Task A_frame_beyond_64_KiB_closes_with_1009()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();

        await socket.SendText($$"""{"type":"send","text":"{{new string('a', 64 * 1024)}}"}""");

        Assert.Equal(1009, await socket.Closed());
    }

    [Fact]
    public async Task A_binary_frame_closes()
    {
        var person = await Aimi.Person();
        await using var socket = await person.Connect();

        await socket.Raw.SendAsync("{}"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

        Assert.Equal(1003, await socket.Closed());
    }

    [Fact]
    public async Task One_socket_too_many_is_refused_with_1013_and_a_place_becomes_free_again()
    {
        var person = await Aimi.Person();
        var sockets = new List<TestSocket>();
        for (var i = 0; i < RealtimeHub.MaxSocketsPerUser; i++)
            sockets.Add(await person.Connect());

        await using var oneTooMany = await person.Connect(hello: false);
        Assert.Equal(1013, await oneTooMany.Closed());

        await sockets[0].Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        var hub = (RealtimeHub)Aimi.Services.GetService(typeof(RealtimeHub))!;
        await Patience.Until(() => hub.SocketsOf(person.Id) < RealtimeHub.MaxSocketsPerUser);
        await using var again = await person.Connect();
        foreach (var socket in sockets)
            await socket.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off_and_costs_the_others_nothing()
    {
        var person = await Aimi.Person();
        await using var deaf = await person.Connect();
        await using var listening = await person.Connect();
        var hub = (RealtimeHub)Aimi.Services.GetService(typeof(RealtimeHub))!;
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"noise","text":"{{new string('x', 60_000)}}"}""");

        // Until the operating system's buffers and the outbox are full.
        for (var i = 0; i < 1_000 && hub.SocketsOf(person.Id) == 2; i++)
        {
            hub.PublishHere(person.Id, frame);
            Assert.NotNull(await listening.Next());
        }

        await Patience.Until(() => hub.SocketsOf(person.Id) < 2);
        await listening.Send(new { type = "ping" });
        await listening.Await("pong");
    }

    [Fact]
    public async Task The_server_going_away_answers_what_it_accepted_and_closes_with_1001_behind_it()
    {
        var replica = await stack.Replica();
        var person = await replica.Person();
        var gate = replica.Assistant.Gated("До остановки", "Всё. ", "В порядке.");
        await using var socket = await person.Connect();
        await socket.Send(new { type = "send", text = "До остановки" });
        await socket.Next("accepted");
        await gate.Asked;

        await using var idle = await (await replica.Person()).Connect();
        var stopping = replica.Stop();
        Assert.Equal(1001, await idle.Closed());
        gate.Let(2);
        Assert.Equal("Всё. В порядке.", (string?)(await socket.Reply())["message"]!["text"]);
        Assert.Equal(1001, await socket.Closed());
        await stopping;

        var history = await Aimi.At(person.Id).History();
        Assert.Equal(["До остановки", "Всё. В порядке."], history.Select(message => (string)message["text"]!));
    }
}
