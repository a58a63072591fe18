using System.CommandLine;
using System.Globalization;
using System.Net.WebSockets;
using Aimi.Bench.Servers;

namespace Aimi.Bench;

/// <summary><c>sockets</c>: what an idle WebSocket costs a server in memory. Each is another person's: nothing of them is shared.</summary>
internal static class SocketBench
{
    private const int ConnectingAtOnce = 32;

    /// <summary>Enough to load and compile all that a socket needs; they stay open, so that the measured ones are all there is between two figures.</summary>
    private const int WarmUp = 100;

    private static readonly Option<int> Count = new("--count") { Description = "How many sockets.", DefaultValueFactory = _ => 5_000 };

    public static Command Command()
    {
        var command = new Command("sockets", "Memory of idle WebSockets, beside the floor.") { Backends.PostgresOption, Backends.RedisOption, Count };
        command.SetAction((parsed, cancellationToken) => Run(parsed, cancellationToken));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var count = parsed.GetValue(Count);
        await using var backends = await Backends.Create(parsed);
        await using var aimi = await ServerProcess.Start("aimi", AimiHost.Name, backends);
        await backends.Fill(WarmUp + count);
        await using var floor = await ServerProcess.Start("floor", FloorHost.Name, backends);
        Console.WriteLine($"{count} idle sockets of {count} people, after a full collection");
        foreach (var server in new[] { aimi, floor })
        {
            var sockets = new List<ClientWebSocket>();
            sockets.AddRange(await Open(server.Port, 0, WarmUp, cancellationToken));
            var before = await server.Measure();
            sockets.AddRange(await Open(server.Port, WarmUp, count, cancellationToken));
            var after = await server.Measure();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{server.Name,-5}  {(after.Heap - before.Heap) / (double)count / 1024,6:F1} KiB heap and {(after.Resident - before.Resident) / (double)count / 1024,6:F1} KiB resident a socket; before {Mib(before)}, with them {Mib(after)}"));
            foreach (var socket in sockets)
            {
                socket.Abort();
                socket.Dispose();
            }
        }
    }

    private static string Mib(ProcessFigures figures) =>
        string.Create(CultureInfo.InvariantCulture, $"{figures.Heap / 1048576.0:F0} MiB heap, {figures.Resident / 1048576.0:F0} MiB resident");

    private static async Task<ClientWebSocket[]> Open(int port, int first, int count, CancellationToken cancellationToken)
    {
        var sockets = new ClientWebSocket[count];
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancellationToken }, async (index, token) =>
        {
            var socket = sockets[index] = new ClientWebSocket();
            socket.Options.SetRequestHeader(People.Header, People.Id(first + index));
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws/chat"), token);

            // The first frame says that the server is done with the opening.
            await socket.ReceiveAsync(new byte[1024].AsMemory(), token);
            _ = Listen(socket);
        });
        return sockets;
    }

    /// <summary>The server's pings are answered as long as something reads.</summary>
    private static async Task Listen(ClientWebSocket socket)
    {
        try
        {
            await socket.ReceiveAsync(new byte[16].AsMemory(), CancellationToken.None);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // This run is over.
        }
    }
}
