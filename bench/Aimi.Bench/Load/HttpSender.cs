using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Aimi.Bench.Load;

/// <summary>
/// One keep-alive connection that sends messages, one after the other. The request is a template whose ids are filled in: there is nothing to
/// allocate and little to compute, so that on one machine the load takes as little from the servers as it can.
/// </summary>
internal sealed class HttpSender : IDisposable
{
    private static readonly byte[] Template = Encoding.UTF8.GetBytes(Request());
    private static readonly int PersonAt = Template.AsSpan().IndexOf("PPPP"u8);
    private static readonly int MessageAt = Template.AsSpan().IndexOf("MMMM"u8);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request = [.. Template];
    private readonly byte[] _response = new byte[16 * 1024];

    public Task Connect(int port) => _socket.ConnectAsync(IPAddress.Loopback, port);

    /// <summary>Sends a message of a person and reads the answer to its end.</summary>
    public async ValueTask Send(byte[] person)
    {
        person.CopyTo(_request, PersonAt);
        Utf8Formatter.TryFormat(Guid.CreateVersion7(), _request.AsSpan(MessageAt), out _);
        await _socket.SendAsync(_request);
        var length = 0;
        do
        {
            var received = await _socket.ReceiveAsync(_response.AsMemory(length));
            if (received == 0)
                throw new IOException("The server closed the connection.");
            length += received;
        }
        while (!IsWhole(_response.AsSpan(0, length)));
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var head = response.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        if (!response.StartsWith("HTTP/1.1 200 "u8))
            throw new IOException(Encoding.UTF8.GetString(response));

        // Nothing is pipelined: what ends as a chunked body does is its end.
        var lengthAt = response[..head].IndexOf("Content-Length: "u8);
        if (lengthAt < 0)
            return response.EndsWith("\r\n0\r\n\r\n"u8);

        return Utf8Parser.TryParse(response[(lengthAt + 16)..], out int length, out _) && response.Length - head - 4 == length;
    }

    private static string Request()
    {
        var body = $$"""{"text":"Сегодня был хороший день, погода наладилась, и на душе наконец спокойно","client_message_id":"MMMM{{new string('0', 32)}}"}""";
        return $"POST /chat/send HTTP/1.1\r\nHost: localhost\r\n{People.Header}: PPPP{new string('0', 32)}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }
}
