using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aimi.Cli.Contract;

namespace Aimi.Cli.Connection;

/// <summary>The server does not let this caller in; trying again would change nothing.</summary>
internal sealed class RefusedException(string? reason) : Exception(reason);

/// <summary>One WebSocket from its opening to its end: frames in, frames out in the order in which they were posted.</summary>
internal sealed class ChatSocket : IAsyncDisposable
{
    // The longest frame is a whole reply, of 32,000 characters; what is far over that is not Aimi.
    private const int LargestFrame = 1 << 20;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly ClientWebSocket _socket;
    private readonly Channel<ClientFrame> _outgoing = Channel.CreateUnbounded<ClientFrame>();
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _sending;

    private ChatSocket(ClientWebSocket socket)
    {
        _socket = socket;
        _sending = SendPosted();
    }

    public static async Task<ChatSocket> Open(ChatServer server, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.KeepAliveTimeout = KeepAlive;
        socket.Options.CollectHttpResponseDetails = true;
        if (server.Token is not null)
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
        }

        try
        {
            await socket.ConnectAsync(server.Socket, cancellation);
            return new ChatSocket(socket);
        }
        catch (Exception e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            if (e is WebSocketException && status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new RefusedException(reason: null);
            }

            throw;
        }
    }

    public void Post(ClientFrame frame) => _outgoing.Writer.TryWrite(frame);

    /// <summary>Frames until either side closes; cancelling says goodbye to the server and sends what was posted before.</summary>
    public async IAsyncEnumerable<ServerFrame> Frames([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var leaving = cancellation.Register(Leave);
        var frame = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            var part = await _socket.ReceiveAsync(frame.GetMemory(4096), _abort.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                break;
            }

            frame.Advance(part.Count);
            if (frame.WrittenCount > LargestFrame)
            {
                throw new WebSocketException(WebSocketError.InvalidMessageType);
            }

            if (part.EndOfMessage)
            {
                var read = ContractJson.TryRead(frame.WrittenSpan);
                frame.ResetWrittenCount();
                if (read is not null)
                {
                    yield return read;
                }
            }
        }

        if (_socket.CloseStatus == WebSocketCloseStatus.PolicyViolation)
        {
            throw new RefusedException(_socket.CloseStatusDescription);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Leave();
        await _sending;
        _socket.Dispose();
        _abort.Dispose();
    }

    private void Leave()
    {
        _outgoing.Writer.TryComplete();
        _abort.CancelAfter(Farewell);
    }

    private async Task SendPosted()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(_abort.Token))
            {
                await _socket.SendAsync(ContractJson.Write(frame), WebSocketMessageType.Text, endOfMessage: true, _abort.Token);
            }

            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, _abort.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The socket is gone: the receiving side ends as well, and what was not acknowledged is sent over the next one.
        }
    }
}
