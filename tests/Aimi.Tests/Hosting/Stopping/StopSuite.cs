using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Aimi.Messages;
using Aimi.Sessions;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Hosting.Stopping;

public sealed class StopOnSqliteTests(SqliteDatabase database) : StopSuite(database, redis: ""), IClassFixture<SqliteDatabase>;

public sealed class StopOnServersTests(PostgresDatabase database) : StopSuite(database, SharedRedis.Address), IClassFixture<PostgresDatabase>;

/// <summary>A process that is told to stop, as those who talk to it meet it.</summary>
public abstract class StopSuite(TestDatabase database, string redis)
{
    private readonly StoppingStack _stack = new(database, redis);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finishes_what_it_began_takes_up_nothing_new_and_says_so()
    {
        var spoken = new TaskCompletionSource();
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Nothing.Waits(spoken.Task).Say("To the end.");
        var (talks, waits) = (await TokenHolder.Create(database), await TokenHolder.Create(database));
        await using var aimi = _stack.Serve(model.Url);
        var server = await aimi.Listening();
        await using var talking = await talks.Connect(server);
        await using var idle = await waits.Connect(server);
        using var http = talks.At(server);
        await talking.Send(new { type = "send", text = "Finish this", client_message_id = Guid.CreateVersion7() });
        await talking.Await("accepted");
        using var stream = await http.SendAsync(Streamed("And this"), HttpCompletionOption.ResponseHeadersRead, Stop);
        await model.Arrival();

        aimi.Signal("TERM");

        // Who waits for nothing is let go while others are answered still.
        Assert.Equal(1001, await idle.Closed());
        await StoppingStack.Until(server, "draining");
        using var health = await http.GetAsync("/health", Stop);
        Assert.Contains("\"state\":\"draining\"", await health.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        using var ready = await http.GetAsync("/health/ready", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);

        // What reaches it still is served; what it could not finish is not begun.
        using var served = await http.GetAsync("/chat/messages", Stop);
        Assert.Equal((HttpStatusCode.OK, true), (served.StatusCode, served.Headers.ConnectionClose));
        using var refused = await http.PostAsJsonAsync("/chat/send", new { text = "Too late" }, Stop);
        await TestPerson.Problem(refused, 503, "unavailable");
        Assert.True(refused.Headers.ConnectionClose);
        Assert.NotNull(refused.Headers.RetryAfter);
        var elsewhere = await Assert.ThrowsAsync<HttpRequestException>(() => waits.Connect(server));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, elsewhere.StatusCode);
        var late = Guid.CreateVersion7();
        await talking.Send(new { type = "send", text = "Too late", client_message_id = late });
        var error = await talking.Await("error");
        Assert.Equal(("unavailable", late), ((string?)error["code"], (Guid)error["client_message_id"]!));

        spoken.SetResult();
        Assert.Equal("To the end.", (string?)(await talking.Reply())["message"]!["text"]);
        Assert.Contains("event: message", await stream.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(1001, await talking.Closed());
        Assert.Equal(0, await aimi.Ended());
        await _stack.NothingIsClaimed();
        await using var context = database.Open();
        Assert.Equal(4, await context.ChatMessages.CountAsync(message => message.UserId == talks.Id, Stop));
    }

    [Fact]
    public async Task A_terminal_that_is_closed_stops_it_as_gently()
    {
        var spoken = new TaskCompletionSource();
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Nothing.Waits(spoken.Task).Say("To the end.");
        var person = await TokenHolder.Create(database);
        await using var aimi = _stack.Serve(model.Url);
        var server = await aimi.Listening();
        await using var socket = await person.Connect(server);
        await socket.Send(new { type = "send", text = "Finish this", client_message_id = Guid.CreateVersion7() });
        await socket.Await("accepted");
        await model.Arrival();

        aimi.Signal("HUP");
        await StoppingStack.Until(server, "draining");
        spoken.SetResult();

        Assert.Equal("To the end.", (string?)(await socket.Reply())["message"]!["text"]);
        Assert.Equal(1001, await socket.Closed());
        Assert.Equal(0, await aimi.Ended());
        await _stack.NothingIsClaimed();
    }

    [Fact]
    public async Task A_reply_that_takes_too_long_ends_with_an_error_and_the_next_process_gives_it()
    {
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Says("I begin to").Hangs();
        TokenHolder[] people = [await TokenHolder.Create(database), await TokenHolder.Create(database), await TokenHolder.Create(database)];
        Guid[] ids = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];
        await using (var aimi = _stack.Serve(model.Url))
        {
            var server = await aimi.Listening();
            await using var socket = await people[0].Connect(server);
            await socket.Send(new { type = "send", text = "One", client_message_id = ids[0] });
            await socket.Send(new { type = "send", text = "One more", client_message_id = ids[3] });
            await socket.Await("accepted");
            await socket.Await("accepted");
            using var byPost = people[1].At(server);
            using var byStream = people[2].At(server);
            var answer = byPost.PostAsJsonAsync("/chat/send", new { text = "Two", client_message_id = ids[1] }, Stop);
            var stream = byStream.SendAsync(Streamed("Three", ids[2]), Stop);
            for (var asked = 0; asked < people.Length; asked++)
                await model.Arrival();

            aimi.Signal("TERM");

            Guid[] failed = [await Failed(socket), await Failed(socket)];
            Guid[] sent = [ids[0], ids[3]];
            Assert.Equal(sent.Order(), failed.Order());
            Assert.Equal(1001, await socket.Closed());
            using var problem = await answer;
            await TestPerson.Problem(problem, 503, "unavailable");
            Assert.NotNull(problem.Headers.RetryAfter);
            using var events = await stream;
            Assert.Contains("event: error", await events.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            Assert.Equal(0, await aimi.Ended());
            Assert.Contains("4 messages were not answered", aimi.Said, StringComparison.Ordinal);
            await _stack.NothingIsClaimed();
        }

        model.Reply = _ => StubReply.Says("Now.");
        await using var next = _stack.Serve(model.Url);
        var after = await next.Listening();
        foreach (var (person, text, id) in new[] { (people[0], "One", ids[0]), (people[1], "Two", ids[1]), (people[2], "Three", ids[2]), (people[0], "One more", ids[3]) })
        {
            using var http = person.At(after);
            using var again = await http.PostAsJsonAsync("/chat/send", new { text, client_message_id = id }, Stop);
            Assert.Equal("Now.", (string?)(await TestPerson.Json(again))["assistant_message"]!["text"]);
        }

        await using var context = database.Open();
        Assert.All(people, person => Assert.Equal(person == people[0] ? 4 : 2, context.ChatMessages.Count(message => message.UserId == person.Id)));
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once_and_the_next_process_goes_on_with_what_is_left()
    {
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Nothing.Hangs();
        var person = await TokenHolder.Create(database);
        var id = Guid.CreateVersion7();
        await using (var aimi = _stack.Serve(model.Url))
        {
            var server = await aimi.Listening();
            await using var socket = await person.Connect(server);
            await socket.Send(new { type = "send", text = "Listen", client_message_id = id });
            await model.Arrival();
            aimi.Signal("TERM");
            await StoppingStack.Until(server, "draining");
            aimi.Signal("TERM");
            Assert.Equal(128 + 15, await aimi.Ended());
            Assert.Contains("ends at once", aimi.Said, StringComparison.Ordinal);
        }

        // Nothing was given back: the turn's lease is as it was. Waiting for its end would take ten seconds.
        await using (var context = database.Open())
        {
            Assert.Equal(1, await context.Conversations.Where(head => head.UserId == person.Id && head.TurnSeq != null)
                .ExecuteUpdateAsync(update => update.SetProperty(head => head.TurnExpiresAt, head => head.LastActiveAt), Stop));
        }

        model.Reply = _ => StubReply.Says("I do.");
        await using var next = _stack.Serve(model.Url);
        using var http = person.At(await next.Listening());
        using var again = await http.PostAsJsonAsync("/chat/send", new { text = "Listen", client_message_id = id }, Stop);
        Assert.Equal("I do.", (string?)(await TestPerson.Json(again))["assistant_message"]!["text"]);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_does_not_keep_it()
    {
        var person = await TokenHolder.Create(database);
        var session = Guid.CreateVersion7();
        const int Long = 600;
        await database.Save(Enumerable.Range(1, Long).Select(seq => new ChatMessage
        {
            UserId = person.Id,
            Id = Guid.CreateVersion7(),
            SessionId = session,
            Seq = seq,
            Role = MessageRole.User,
            Text = new string('ж', 8000),
            OccurredAt = A.Now,
        }));
        await using (var context = database.Open())
            await context.Conversations.Where(head => head.UserId == person.Id).ExecuteUpdateAsync(update => update.SetProperty(head => head.LastSeq, Long), Stop);

        await using var aimi = _stack.Serve();
        var server = await aimi.Listening();
        using var wire = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8 * 1024 };
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (there, cancel) =>
            {
                await wire.ConnectAsync(there.DnsEndPoint, cancel);
                return new NetworkStream(wire);
            },
        };
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {person.Token}");
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/ws/chat" }.Uri, invoker, Stop);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "resume", after_seq = 0 }), WebSocketMessageType.Text, endOfMessage: true, Stop);
        await Patience.Until(() => wire.Available >= 2 * 1024);

        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
        Assert.EndsWith("Aimi has stopped.", aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_in_progress_is_given_back_as_if_nobody_had_tried_it()
    {
        var person = await TokenHolder.Create(database);
        var session = Guid.CreateVersion7();
        var summary = A.Summary(person.User, session);
        var said = A.Message(person.User, 1);
        await database.Save(summary, new ChatMessage
        {
            UserId = person.Id,
            Id = said.Id,
            SessionId = session,
            Seq = 1,
            Role = MessageRole.User,
            Text = "Меня зовут Аня, и в марте я переезжаю в Казань.",
            OccurredAt = A.Now,
        });
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Nothing.Hangs();
        await using (var aimi = _stack.Serve(model.Url))
        {
            await aimi.Listening();
            await model.Arrival();
            aimi.Signal("TERM");
            Assert.Equal(0, await aimi.Ended());
        }

        await using (var context = database.Open())
        {
            var given = await context.SessionSummaries.AsNoTracking().SingleAsync(row => row.Id == session, Stop);
            Assert.Equal((SummaryStatus.Pending, 0, null, null), (given.Status, given.Attempts, given.LockedUntil, given.LeaseToken));
        }

        await using var next = _stack.Serve();
        await next.Listening();
        await Done(session);
    }

    private async Task Done(Guid session)
    {
        await using var context = database.Open();
        await Patience.Until(() => context.SessionSummaries.AnyAsync(row => row.Id == session && row.Status == SummaryStatus.Done, Stop));
    }

    private static async Task<Guid> Failed(TestSocket socket)
    {
        var error = await socket.Await("error");
        Assert.Equal("unavailable", (string?)error["code"]);
        return (Guid)error["client_message_id"]!;
    }

    private static HttpRequestMessage Streamed(string text, Guid? id = null) => new(HttpMethod.Post, "/chat/send")
    {
        Headers = { { "Accept", "text/event-stream" } },
        Content = new StringContent(JsonSerializer.Serialize(new { text, client_message_id = id ?? Guid.CreateVersion7() }), Encoding.UTF8, "application/json"),
    };
}
