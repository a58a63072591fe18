using System.Runtime.InteropServices;

namespace Aimi.Hosting;

/// <summary>
/// What SIGTERM, SIGINT, SIGQUIT and SIGHUP (a terminal that was closed) do: the first asks the command to stop. A second one, or a stop that takes longer than <see cref="Server.StopDeadline"/>, ends the process
/// where it stands; what was acknowledged is stored, and what was claimed is free when its lease runs out.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>A shell's: so much more than the signal's number.</summary>
    private const int ExitCodeBase = 128;

    private static readonly Dictionary<PosixSignal, int> Numbers = new() { [PosixSignal.SIGHUP] = 1, [PosixSignal.SIGINT] = 2, [PosixSignal.SIGQUIT] = 3, [PosixSignal.SIGTERM] = 15 };

    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private Timer? _deadline;
    private int _heard;

    public StopSignals() => _registrations = [.. Numbers.Keys.Select(signal => PosixSignalRegistration.Create(signal, Hear))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _deadline?.Dispose();
        _asked.Dispose();
    }

    // Each signal has a thread of its own: a stop that blocks the first does not keep the second from being heard.
    private void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        var exitCode = ExitCodeBase + Numbers[signal.Signal];
        if (Interlocked.Increment(ref _heard) > 1)
        {
            End("Stop.Again", exitCode);
            return;
        }

        _deadline = new Timer(_ => End("Stop.TooLong", exitCode), null, Server.StopDeadline, Timeout.InfiniteTimeSpan);
        _asked.Cancel();
    }

    private static void End(string why, int exitCode) => Environment.Exit(CommandLine.Say(why, exitCode, Server.StopDeadline.TotalSeconds));
}

/// <summary>The host listens to no signal itself: <see cref="StopSignals"/> does, for every command, and its <see cref="StopSignals.Asked"/> stops the host.</summary>
internal sealed class SignalsAreTheCommands : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
