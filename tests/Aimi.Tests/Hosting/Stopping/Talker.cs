using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Aimi.Tests.Conversations;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>A person who talks on and on and goes elsewhere when their process goes. What was not answered is sent again, under its id, until it is.</summary>
/// <param name="heard">Called whenever something was sent or heard.</param>
internal sealed class Talker(TokenHolder person, Front front, Action heard)
{
    public TokenHolder Person => person;

    public List<SentMessage> Sent { get; } = [];

    /// <summary>How each of their sockets was closed; null where it broke.</summary>
    public ConcurrentQueue<int?> Closed { get; } = [];

    /// <summary>Says one thing after the other until it is enough.</summary>
    public async Task OverHttp(Task enough)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        while (!enough.IsCompleted)
        {
            for (var message = Next(); message.Reply is null;)
                await Post(http, message, (await front.Next())!);
        }
    }

    public async Task OverSocket(Task enough)
    {
        TestSocket? socket = null;
        while (!enough.IsCompleted)
        {
            for (var message = Next(); message.Reply is null;)
            {
                socket ??= await Connect();
                if (!await Say(socket!, message))
                    socket = await Leave(socket!);
            }
        }

        if (socket is not null)
            await Leave(socket, byItself: true);
    }

    /// <summary>Listens only, until all processes are gone.</summary>
    public async Task Listen()
    {
        while (await Connect() is { } socket)
            await Leave(socket);
    }

    private SentMessage Next()
    {
        var message = new SentMessage(Guid.CreateVersion7(), $"Письмо {Sent.Count}");
        Sent.Add(message);
        return message;
    }

    private async Task Post(HttpClient http, SentMessage message, Uri server)
    {
        heard();
        try
        {
            using var answer = await http.PostAsJsonAsync(
                new Uri(server, "/chat/send"), new { text = message.Text, client_message_id = message.ClientMessageId }, TestContext.Current.CancellationToken);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Assert.True(answer.Headers.RetryAfter is not null && (string?)body["code"] == "unavailable", body.ToJsonString());
                front.Refused(server);
                return;
            }

            Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
            Heard(message, body["user_message"]!);
            message.Reply = Acknowledged.Of(body["assistant_message"]!);
            heard();
        }
        catch (HttpRequestException)
        {
            front.Refused(server);
        }
    }

    private async Task<TestSocket?> Connect()
    {
        while (await front.Next() is { } server)
        {
            try
            {
                return await person.Connect(server);
            }
            catch (Exception refused) when (refused is WebSocketException or HttpRequestException { StatusCode: HttpStatusCode.ServiceUnavailable })
            {
                front.Refused(server);
            }
        }

        return null;
    }

    /// <returns>False where there was no reply: the socket closes.</returns>
    private async Task<bool> Say(TestSocket socket, SentMessage message)
    {
        heard();
        try
        {
            await socket.Send(new { type = "send", text = message.Text, client_message_id = message.ClientMessageId });
        }
        catch (WebSocketException)
        {
            // It closes; how, stands in what is to be read still.
            return false;
        }

        while (await Read(socket) is { } frame)
        {
            heard();
            switch ((string?)frame["type"])
            {
                case "accepted":
                    Heard(message, frame["message"]!);
                    break;
                case "message" when message.Question is not null && (Guid?)frame["message"]!["reply_to"] == message.Question.MessageId:
                    message.Reply = Acknowledged.Of(frame["message"]!);
                    return true;
                case "error":
                    Assert.Equal(("unavailable", message.ClientMessageId), ((string?)frame["code"], (Guid?)frame["client_message_id"]));
                    return false;
            }
        }

        return false;
    }

    /// <summary>Reads to the end, and answers it.</summary>
    private async Task<TestSocket?> Leave(TestSocket socket, bool byItself = false)
    {
        if (byItself)
            await socket.Raw.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        while (await Read(socket) is not null)
        {
        }

        if (!byItself)
        {
            Closed.Enqueue((int?)socket.Raw.CloseStatus);
            if (socket.Raw.State == WebSocketState.CloseReceived)
                await socket.Raw.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
        }

        await socket.DisposeAsync();
        return null;
    }

    /// <summary>Null at the end.</summary>
    private static async Task<JsonNode?> Read(TestSocket socket)
    {
        try
        {
            return socket.Raw.State == WebSocketState.CloseReceived ? null : await socket.Following();
        }
        catch (WebSocketException)
        {
            return null;
        }
    }

    /// <summary>What was acknowledged before is acknowledged as the same message again.</summary>
    private static void Heard(SentMessage message, JsonNode question)
    {
        var acknowledged = Acknowledged.Of(question);
        Assert.Equal(message.Question ?? acknowledged, acknowledged);
        message.Question = acknowledged;
    }
}
