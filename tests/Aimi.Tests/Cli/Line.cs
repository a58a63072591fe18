using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Aimi.Tests.Cli;

/// <summary>One client's socket, seen from the scripted server.</summary>
internal sealed class Line(WebSocket socket) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1);

    public Task Say(JsonObject frame) => SayText(frame.ToJsonString());

    public async Task SayText(string text)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The client is gone, or the test broke the line.
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Null when the client has left.</summary>
    public async Task<JsonObject?> Next()
    {
        var buffer = new byte[1 << 16];
        try
        {
            var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None);
                return null;
            }

            return JsonNode.Parse(buffer.AsSpan(0, read.Count))!.AsObject();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }

    public Task Close(WebSocketCloseStatus status, string reason) => socket.CloseOutputAsync(status, reason, CancellationToken.None);

    public void Break() => socket.Abort();

    public void Dispose() => _sending.Dispose();
}
