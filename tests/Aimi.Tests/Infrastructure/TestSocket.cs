using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Infrastructure;

/// <summary>A WebSocket client that waits for what a test expects, and fails with what came instead.</summary>
public sealed class TestSocket : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    public JsonNode? Hello { get; private set; }

    public ClientWebSocket Raw => _socket;

    public static async Task<TestSocket> Open(Uri server, Guid userId, bool hello)
    {
        var socket = new TestSocket();
        socket._socket.Options.SetRequestHeader(HeaderAuthentication.Header, userId.ToString());
        await socket._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/ws/chat" }.Uri, TestContext.Current.CancellationToken);
        if (hello)
            socket.Hello = await socket.Next("hello");
        return socket;
    }

    /// <summary>As somebody with an account, who has a token.</summary>
    public static async Task<TestSocket> Open(Uri server, string token)
    {
        var socket = new TestSocket();
        socket._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        socket._socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/ws/chat" }.Uri, TestContext.Current.CancellationToken);
            socket.Hello = await socket.Next("hello");
            return socket;
        }
        catch (WebSocketException refused) when (socket._socket.HttpStatusCode >= System.Net.HttpStatusCode.BadRequest)
        {
            throw new HttpRequestException(refused.Message, refused, socket._socket.HttpStatusCode);
        }
    }

    public Task Send(object frame) => SendText(JsonSerializer.Serialize(frame));

    public Task SendText(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>The next frame, which must be of this type.</summary>
    public async Task<JsonNode> Next(string type)
    {
        var frame = await Next() ?? throw new InvalidOperationException($"Closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
        Assert.True((string?)frame["type"] == type, $"Expected {type}, got {frame.ToJsonString()}");
        return frame;
    }

    /// <summary>The next frame of this type; others before it are passed over.</summary>
    public async Task<JsonNode> Await(string type)
    {
        while (true)
        {
            var frame = await Next() ?? throw new InvalidOperationException($"Closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
            if ((string?)frame["type"] == type)
                return frame;
        }
    }

    /// <summary>The next message of the assistant.</summary>
    public async Task<JsonNode> Reply()
    {
        while (true)
        {
            var frame = await Await("message");
            if ((string?)frame["message"]!["role"] == "assistant")
                return frame;
        }
    }

    /// <summary>The next frame, whatever it is; null where the server closed.</summary>
    public async Task<JsonNode?> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience.Longest);
        return await Read(patience.Token);
    }

    /// <summary>As <see cref="Next()"/>, however long it takes to come.</summary>
    public Task<JsonNode?> Following() => Read(TestContext.Current.CancellationToken);

    private async Task<JsonNode?> Read(CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;

            bytes.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
                return JsonNode.Parse(bytes.ToArray());
        }
    }

    /// <summary>Waits until the server closes, and tells how.</summary>
    public async Task<int> Closed()
    {
        while (await Next() is not null)
        {
        }

        return (int)_socket.CloseStatus!.Value;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
