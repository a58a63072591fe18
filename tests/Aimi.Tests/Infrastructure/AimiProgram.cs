using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Aimi.Tests.Infrastructure;

/// <summary>The program as an operator runs it: a process of its own, which can be told to stop, and be killed.</summary>
internal sealed partial class AimiProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _said = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
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

        // Signals reach it also where whoever runs the tests ignores them (nohup, a script in the background).
        var start = new ProcessStartInfo("env", ["--default-signal=HUP,INT", dotnet, Path.Combine(AppContext.BaseDirectory, "Aimi.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
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
    public Task<Uri> Listening() => _listening.Task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);

    /// <summary>Waits until it says something with these words, or has.</summary>
    public async Task Says(string words)
    {
        var heard = _awaited.GetOrAdd(words, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Said.Contains(words, StringComparison.Ordinal))
            heard.TrySetResult();
        try
        {
            await heard.Task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"It never said {words}:\n{Said}", late);
        }
    }

    /// <summary>Types a line, as a person at its terminal.</summary>
    public void Type(string line) => _process.StandardInput.WriteLine(line);

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> Ended()
    {
        await _reading.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
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
            foreach (var (words, heard) in _awaited)
            {
                if (line.Contains(words, StringComparison.Ordinal))
                    heard.TrySetResult();
            }

            if (Address().Match(line) is { Success: true } address)
                _listening.TrySetResult(new Uri(address.Value));
        }

        _listening.TrySetException(new InvalidOperationException($"It ended before it listened:\n{Said}"));
        _ = _listening.Task.Exception;
    }

    [GeneratedRegex(@"http://[0-9.]+:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
