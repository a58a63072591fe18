using System.Text;
using Aimi.Cli.Connection;
using Aimi.Cli.Contract;

namespace Aimi.Tests.Cli;

/// <summary>The connection's parts that need no socket.</summary>
public class ConnectionPartsTests
{
    [Fact]
    public void The_wait_doubles_to_half_a_minute_and_its_upper_half_is_random()
    {
        var backoff = new Backoff(new Random(7));
        var waits = Enumerable.Range(0, 40).Select(_ => backoff.Next().TotalSeconds).ToArray();

        Assert.All(waits.Select((wait, i) => (wait, ceiling: Math.Min(30, 0.5 * Math.Pow(2, i)))), w => Assert.InRange(w.wait, w.ceiling / 2, w.ceiling));
        Assert.True(waits[10..].Distinct().Count() > 20);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.25, 0.5);
    }

    [Fact]
    public void A_resume_begins_at_the_first_gap()
    {
        var seen = new SeenMessages();
        seen.StartAfter(10);

        Assert.True(seen.Add(11));
        Assert.True(seen.Add(13));
        Assert.Equal(11, seen.UpTo);
        Assert.False(seen.Add(13));
        Assert.False(seen.Add(10));
        Assert.True(seen.Add(12));
        Assert.Equal(13, seen.UpTo);
    }

    [Fact]
    public void A_reply_that_overtakes_the_acceptance_still_answers()
    {
        var outbox = new Outbox();
        var send = new Send("hi", Guid.CreateVersion7());
        var asked = new ChatMessage(Guid.CreateVersion7(), 1, "user", "hi", default);
        var reply = new Said(new ChatMessage(Guid.CreateVersion7(), 2, "assistant", "hello", default, asked.MessageId));
        outbox.Add(send);

        Assert.Null(outbox.Answer(reply));
        Assert.Same(reply, outbox.Accept(new Accepted(send.ClientMessageId, asked)));
        Assert.Empty(outbox.Waiting);
    }

    [Fact]
    public void A_frame_is_written_type_first_and_Cyrillic_as_it_is()
    {
        var id = Guid.CreateVersion7();

        Assert.Equal($$"""{"type":"send","text":"Привет","client_message_id":"{{id}}"}""", Encoding.UTF8.GetString(ContractJson.Write(new Send("Привет", id))));
        Assert.Equal("""{"type":"end_session"}""", Encoding.UTF8.GetString(ContractJson.Write(new EndSession())));
    }

    [Fact]
    public void The_longest_message_fits_a_frame_whatever_it_is_made_of() =>
        Assert.All(["я", "\u0001", "\"", "👍", "日"], c =>
            Assert.True(ContractJson.Write(new Send(string.Concat(Enumerable.Repeat(c, 8000 / c.Length)), Guid.Empty)).Length < 64 * 1024));

    [Theory]
    [InlineData("https://aimi.example/coach", "wss://aimi.example/coach/ws/chat")]
    [InlineData("http://127.0.0.1:8080/", "ws://127.0.0.1:8080/ws/chat")]
    public void The_socket_lies_under_the_address(string address, string socket) => Assert.Equal(socket, new ChatServer(new Uri(address)).Socket.AbsoluteUri);

    [Fact]
    public void A_token_is_not_written_out() => Assert.DoesNotContain("s3cret", new ChatServer(new Uri("http://x"), "s3cret").ToString(), StringComparison.Ordinal);
}
