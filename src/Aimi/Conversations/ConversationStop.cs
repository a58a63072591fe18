using Aimi.Hosting;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>
/// How conversations end with the process, while it still listens: no message is taken any more; replies in progress come to their end, or end with an error when patience
/// does; each person's sockets are closed behind their last reply, those of who waits for none at once. After this the server stops.
/// </summary>
internal sealed partial class ConversationStop(Readiness readiness, TurnPlaces places, Turns turns, RealtimeHub hub, TimeProvider time, ILogger<ConversationStop> log) : IHostedLifecycleService
{
    /// <summary>How long replies may take. The rest of the host's patience is for saying so of the others, and for connections.</summary>
    private static readonly TimeSpan Patience = Server.StopPatience - TimeSpan.FromSeconds(5);

    /// <param name="cancellationToken">Cancelled when the host's patience is over.</param>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host that is stopped without a signal has told nobody yet.
        readiness.State = ServingState.Draining;
        Draining(places.Count, hub.Sockets);
        var finished = places.Finish(hub.Leave);
        hub.Leave(places.IsBusyWith);
        await finished.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!finished.IsCompleted)
        {
            Cut(places.Count, Patience.TotalSeconds);
            await turns.Cut();
            await finished.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        hub.Leave(static _ => false);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1021, LogLevel.Information, "Draining: messages in progress {Turns}, sockets {Sockets}", EventName = "draining")]
    private partial void Draining(int turns, int sockets);

    [LoggerMessage(1022, LogLevel.Warning, "The process ends, and {Turns} messages were not answered within {Seconds} s: their senders were told, and can send them again", EventName = "replies_cut")]
    private partial void Cut(int turns, double seconds);
}
