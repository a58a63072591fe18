using Aimi.Data;
using Aimi.Hosting;
using Aimi.Workers;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// Summarises the sessions that ended. What a session leaves is committed in one transaction with the end of its lease: whoever crashes, and wherever, it is learned once.
/// </summary>
internal sealed partial class SessionSummaryWorker(IServiceScopeFactory scopes, SummaryQueue queue, ILogger<SessionSummaryWorker> log) : IWorker
{
    private const int BatchSize = 32;

    /// <summary>Sessions at a time: while one waits for a model or a disk, another is read. More would take the processor from those who wait for a reply.</summary>
    private const int Lanes = 2;

    public static string Name => "session_summary";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var waiting = await queue.Look(BatchSize, cancellationToken);

        // Of one person one after the other, in their order: the second may supersede what the first told.
        var people = waiting.GroupBy(session => session.UserId);
        await Parallel.ForEachAsync(
            people,
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (sessions, cancel) =>
            {
                foreach (var (userId, sessionId) in sessions)
                    await Take(userId, sessionId, cancel);
            });
        return waiting.Count == BatchSize;
    }

    private async Task Take(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        using var acting = Acting.For(userId);
        SummaryLease? lease;
        await using (var claiming = scopes.CreateAsyncScope())
            lease = await claiming.ServiceProvider.GetRequiredService<SummaryQueue>().Claim(userId, sessionId, cancellationToken);
        if (lease is null)
            return;

        try
        {
            await using var working = scopes.CreateAsyncScope();
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
            // Its trouble alone: others go on.
            SummaryFailed(sessionId, userId, failure);
            await Settle(queue => queue.Fail(lease, failure.GetType().Name, cancellationToken));
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
