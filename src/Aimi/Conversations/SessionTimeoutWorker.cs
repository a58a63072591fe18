using System.Diagnostics;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Workers;

namespace Aimi.Conversations;

/// <summary>Ends the sessions in which nothing was said for too long, so that they are summarised although nobody comes back.</summary>
internal sealed class SessionTimeoutWorker(ChatMessages messages, SessionContext context) : IWorker
{
    private const int BatchSize = 200;

    public static string Name => "session_timeout";

    public static TimeSpan Pause => TimeSpan.FromSeconds(1);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Not cancelled: of those that are ended people hear, and they are counted.
        var ended = await messages.EndTimedOut(BatchSize, CancellationToken.None);
        using var span = ended.Count == 0 ? null : Spans.Follow(Name, ActivityKind.Internal, []);
        span?.SetTag("aimi.session.count", ended.Count);
        foreach (var (userId, session) in ended)
            context.Tell(userId, session);
        return ended.Count == BatchSize;
    }
}
