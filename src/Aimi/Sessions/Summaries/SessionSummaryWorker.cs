using System.Diagnostics;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Aimi.Workers;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// Summarises the sessions that ended. What a session leaves is committed in one transaction with the end of its lease: whoever crashes, and wherever, it is learned once.
/// </summary>
internal sealed partial class SessionSummaryWorker(IServiceScopeFactory scopes, SummaryQueue queue, TimeProvider time, ILogger<SessionSummaryWorker> log) : IWorker
{
    private const int BatchSize = 32;

    /// <summary>Sessions at a time: while one waits for a model or a disk, another is read. More would take the processor from those who wait for a reply.</summary>
    private const int Lanes = 2;

    /// <summary>After so long no other session is begun in a run: models are slow, and whether a worker hangs is known by the ends of its runs.</summary>
    private static readonly TimeSpan Stretch = TimeSpan.FromSeconds(15);

    public static string Name => "session_summary";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    /// <summary>The last session that it begins has its lease; whoever takes longer has lost it.</summary>
    public TimeSpan LongestRun => Stretch + SummaryQueue.Lease;

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var isCut = false;
        var waiting = await queue.Look(BatchSize, cancellationToken);

        // Of one person one after the other, in their order: the second may supersede what the first told.
        var people = waiting.GroupBy(session => session.UserId);
        await Parallel.ForEachAsync(
            people,
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (sessions, cancel) =>
            {
                foreach (var (userId, sessionId) in sessions)
                {
                    if (time.GetElapsedTime(begun) > Stretch)
                    {
                        isCut = true;
                        return;
                    }

                    await Take(userId, sessionId, cancel);
                }
            });
        return isCut || waiting.Count == BatchSize;
    }

    private async Task Take(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var acting = Acting.For(userId);
        SummaryLease? lease;

        // Not cancelled: a lease that is taken, and whose token nobody knows, could not be given back.
        await using (var claiming = scopes.CreateAsyncScope())
            lease = await claiming.ServiceProvider.GetRequiredService<SummaryQueue>().Claim(userId, sessionId, CancellationToken.None);
        if (lease is null)
            return;

        Activity? span = null;
        try
        {
            await using var working = scopes.CreateAsyncScope();
            var turns = await working.ServiceProvider.GetRequiredService<SummaryQueue>().Traceparents(lease, cancellationToken);
            span = Spans.Follow("summarise session", ActivityKind.Consumer, turns)?.SetTag("user.id", userId).SetTag("aimi.session.id", sessionId);
            await working.ServiceProvider.GetRequiredService<SessionClosing>().Close(lease, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await Settle(queue => queue.Release(lease, CancellationToken.None));
            throw;
        }
        catch (Exception failure) when (ErrorHandling.IsDatabaseAway(failure))
        {
            // The lease runs out by itself; the loop waits and tells health.
            throw;
        }
        catch (Exception failure)
        {
            // Its trouble alone: others go on. Written whether the process stops or not: else it would wait for its lease.
            SummaryFailed(sessionId, userId, failure);
            span.Fail(failure.GetType().Name);
            await Settle(queue => queue.Fail(lease, failure.GetType().Name, CancellationToken.None));
        }
        finally
        {
            span?.Dispose();
        }
    }

    private async Task Settle(Func<SummaryQueue, Task> settle)
    {
        await using var scope = scopes.CreateAsyncScope();
        await settle(scope.ServiceProvider.GetRequiredService<SummaryQueue>());
    }

    [LoggerMessage(1401, LogLevel.Warning, "Session {SessionId} of {UserId} could not be summarised", EventName = "session_summary_failed")]
    private partial void SummaryFailed(Guid sessionId, Guid userId, Exception failure);
}
