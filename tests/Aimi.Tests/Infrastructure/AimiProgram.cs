using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Aimi.Tests.Infrastructure;

/// <summary>The program as an operator runs it: a process of its own, which can be told to stop, and be killed.</summary>
internal sealed partial class AimiProgram : IAsyncDisposable
{
    /// <summary>No start, and no end, takes longer on a machine that is busy with all the other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _said = [];
    private readonly Task _reading;

    private AimiProgram(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(Read(process.StandardOutput), Read(process.StandardError));
    }

    /// <summary>All that it said, to either stream.</summary>
    public string Said => string.Join('\n', _said);

    /// <param name="settings">Environment variables.</param>
    public static AimiProgram Run(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        // The host that runs the tests, wherever it is installed.
        var dotnet = Path.GetFullPath("../../../dotnet", RuntimeEnvironment.GetRuntimeDirectory());
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Aimi.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("AIMI__", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);

        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new AimiProgram(Process.Start(start)!);
    }

    /// <summary>Where it listens, once it is ready.</summary>
    public Task<Uri> Listening() => _listening.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Ended()
    {
        await _reading.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <param name="name">TERM, INT, …</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await _reading;
        _process.Dispose();
    }

    private async Task Read(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            if (Address().Match(line) is { Success: true } address)
                _listening.TrySetResult(new Uri(address.Value));
        }

        _listening.TrySetException(new InvalidOperationException($"It ended before it listened:\n{Said}"));
        _ = _listening.Task.Exception;
    }

    [GeneratedRegex(@"http://[0-9.]+:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
