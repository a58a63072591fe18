using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using StackExchange.Redis;

namespace Aimi.Tests.Sessions;

/// <summary>A Redis of a test's own on a free port, to be killed, frozen and flushed.</summary>
internal sealed class RedisProcess : IDisposable
{
    private Process? _process;

    private RedisProcess(int port) => Port = port;

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>A free port with nothing behind it until <see cref="Start"/>.</summary>
    public static RedisProcess Down()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    public static async Task<RedisProcess> Up()
    {
        var redis = Down();
        await redis.Start();
        return redis;
    }

    public RedisConnection Connect() => new($"{Address},allowAdmin=true");

    public async Task Start()
    {
        var binary = Environment.GetEnvironmentVariable("AIMI_TEST_REDIS_SERVER") is { Length: > 0 } path ? path : "redis-server";
        _process = Process.Start(new ProcessStartInfo(binary, ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"{binary} ended before it was ready.");
    }

    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process = null;
    }

    /// <summary>Connections stay, nothing is answered.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public void Dispose() => Kill();

    /// <summary>Waits until the connection is up again, whenever it was lost.</summary>
    public static async Task Reconnected(RedisConnection redis)
    {
        var connection = await redis.Connect();
        var restored = new TaskCompletionSource();
        connection.ConnectionRestored += (_, change) =>
        {
            if (change.ConnectionType == ConnectionType.Interactive)
                restored.TrySetResult();
        };
        if (!connection.IsConnected)
            await restored.Task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process!.Id}"]);
        kill.WaitForExit();
    }
}
