using System.Diagnostics;
using System.Text.Json;

namespace Aimi.Bench.Servers;

/// <summary>A server in a process of its own, so that its memory and its garbage collector are its own. It ends when its standard input does.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(string name, Process process, int port) => (Name, _process, Port) = (name, process, port);

    public string Name { get; }

    public int Port { get; }

    /// <summary>Starts this program again, as a server, and waits until it says its port.</summary>
    /// <param name="settings">Beside where the backends are: variables.</param>
    public static async Task<ServerProcess> Start(string name, string command, Backends backends, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };

        // The connection strings hold a password: other people of the machine see the arguments, but not the environment.
        start.Environment["AIMI__Database"] = backends.Postgres;
        start.Environment["AIMI__Redis"] = backends.Redis;
        foreach (var (variable, value) in settings)
            start.Environment[variable] = value;
        start.ArgumentList.Add(command);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("port ", StringComparison.Ordinal))
                return new ServerProcess(name, process, int.Parse(line.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture));
        }

        throw new InvalidOperationException($"{name} did not start.");
    }

    /// <summary>Asks the process for its figures; it collects its garbage first.</summary>
    public async Task<ProcessFigures> Measure()
    {
        await _process.StandardInput.WriteLineAsync("measure");
        await _process.StandardInput.FlushAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith('{'))
                return JsonSerializer.Deserialize<ProcessFigures>(line)!;
        }

        throw new InvalidOperationException($"{Name} is gone.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <param name="Allocated">Bytes, since the process started.</param>
/// <param name="Heap">Bytes of managed memory in use after a full collection.</param>
/// <param name="Resident">Bytes of the process's memory that lie in RAM.</param>
/// <param name="ProcessorSeconds">Since the process started.</param>
internal sealed record ProcessFigures(long Allocated, long Heap, long Resident, double ProcessorSeconds);
