using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Conversations;

/// <summary>A message that was sent, and what its sender heard of it.</summary>
internal sealed record SentMessage(Guid ClientMessageId, string Text)
{
    /// <summary>The message as it was acknowledged; null where no word of it came.</summary>
    public Acknowledged? Question { get; set; }

    /// <summary>Its reply; null where none came.</summary>
    public Acknowledged? Reply { get; set; }
}

/// <summary>A message that the program said it had stored.</summary>
internal sealed record Acknowledged(Guid MessageId, long Seq)
{
    public static Acknowledged Of(JsonNode message) => new((Guid)message["message_id"]!, (long)message["seq"]!);
}

/// <summary>Clients of the one owner that send without pause, over both transports, until their server is gone.</summary>
/// <param name="heard">Called whenever something was sent or heard.</param>
internal sealed class ChatLoad(Uri server, ConcurrentQueue<SentMessage> sent, Action heard)
{
    /// <summary>Sends new messages until the server is gone.</summary>
    public Task UntilItDies(int overHttp, int overSockets)
    {
        async Task Repeat(Func<Func<SentMessage?>, Task> sender)
        {
            try
            {
                await Task.Run(() => sender(Next));
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or WebSocketException)
            {
                // That is what the test is about.
            }
        }

        return Task.WhenAll([.. Enumerable.Repeat(OverHttp, overHttp).Select(Repeat), .. Enumerable.Repeat(OverSocket, overSockets).Select(Repeat)]);
    }

    /// <summary>Sends these again, each under the id that it had, and waits for every reply.</summary>
    public Task Again(IEnumerable<SentMessage> messages)
    {
        var waiting = new ConcurrentQueue<SentMessage>(messages);
        SentMessage? Take() => waiting.TryDequeue(out var message) ? message : null;
        return Task.WhenAll(OverHttp(Take), OverSocket(Take), OverHttp(Take), OverSocket(Take));
    }

    private SentMessage Next()
    {
        var id = Guid.CreateVersion7();

        // A goodbye now and then: sessions end by it, and else by the limit.
        var message = new SentMessage(id, sent.Count % 17 == 16 ? "Пока!" : $"Это письмо {id}");
        sent.Enqueue(message);
        return message;
    }

    private async Task OverHttp(Func<SentMessage?> next)
    {
        using var http = new HttpClient { BaseAddress = server };
        while (next() is { } message)
        {
            heard();
            using var answer = await http.PostAsJsonAsync(
                "/chat/send", new { text = message.Text, client_message_id = message.ClientMessageId }, TestContext.Current.CancellationToken);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
            Heard(message, Acknowledged.Of(body["user_message"]!));
            message.Reply = Acknowledged.Of(body["assistant_message"]!);
            heard();
        }
    }

    private async Task OverSocket(Func<SentMessage?> next)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/ws/chat" }.Uri, TestContext.Current.CancellationToken);
        while (next() is { } message)
        {
            heard();
            var frame = JsonSerializer.SerializeToUtf8Bytes(new { type = "send", text = message.Text, client_message_id = message.ClientMessageId });
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
            for (Acknowledged? reply = null; reply is null; message.Reply = reply)
            {
                reply = Read(await Receive(socket), message);
                heard();
            }
        }
    }

    /// <summary>Takes a frame; gives the reply where that is it. The other senders' frames pass by here, too.</summary>
    private static Acknowledged? Read(JsonNode frame, SentMessage message)
    {
        switch ((string?)frame["type"])
        {
            case "accepted" when (Guid?)frame["client_message_id"] == message.ClientMessageId:
                Heard(message, Acknowledged.Of(frame["message"]!));
                return null;
            case "message" when message.Question is not null && (Guid?)frame["message"]!["reply_to"] == message.Question.MessageId:
                return Acknowledged.Of(frame["message"]!);
            case "error":
                throw new InvalidOperationException(frame.ToJsonString());
            default:
                return null;
        }
    }

    /// <summary>What was acknowledged before is acknowledged as the same message again.</summary>
    private static void Heard(SentMessage message, Acknowledged question)
    {
        Assert.Equal(message.Question ?? question, question);
        message.Question = question;
    }

    private static async Task<JsonNode> Receive(ClientWebSocket socket)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience.Longest);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            bytes.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return JsonNode.Parse(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length))!;
    }
}
