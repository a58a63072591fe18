using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Aimi.Tests.Infrastructure;

/// <summary>The way to a server, which a test cuts or lets hang, while the server itself goes on serving the others.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly ConcurrentDictionary<Socket, Task> _open = new();
    private volatile TaskCompletionSource _flow = new();
    private TcpListener _listener;
    private Task _accepting;

    private TcpProxy(IPEndPoint server)
    {
        _server = server;
        _flow.SetResult();
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept(_listener);
    }

    public int Port { get; }

    public static TcpProxy To(string host, int port) => new(new IPEndPoint(IPAddress.Parse(host), port));

    /// <summary>As a server that is stopped: connections are closed, new ones refused.</summary>
    public async Task Cut()
    {
        _listener.Stop();
        await _accepting;
        foreach (var socket in _open.Keys)
            socket.Dispose();
    }

    /// <summary>As a server that was started again.</summary>
    public void Restore()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = Accept(_listener);
    }

    /// <summary>As a server that hangs: connections stay and new ones are taken, nothing is answered.</summary>
    public void Freeze() => _flow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Thaw() => _flow.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Thaw();
        await Cut();
        await Task.WhenAll(_open.Values);
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                _open[client] = Serve(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // It was told to stop.
        }
    }

    private async Task Serve(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(_server);
            await Task.WhenAny(Pump(client, server), Pump(server, client));
        }
        catch (SocketException)
        {
            // The server is not there, and so the client finds nobody.
        }
        finally
        {
            client.Dispose();
            _open.TryRemove(client, out _);
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                await _flow.Task;
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Either side went, or the way was cut.
        }
    }
}
