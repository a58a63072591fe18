using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions.Summaries;

/// <summary>The sessions that wait to be summarised, oldest first: rows of <c>session_summary</c>, each lent to one worker at a time.</summary>
internal sealed class SummaryQueue(AimiDbContext database, SummaryMetrics metrics, TimeProvider time)
{
    /// <summary>More attempts are not made by themselves.</summary>
    public const int MaxAttempts = 5;

    /// <summary>A span holds no more links than 128.</summary>
    private const int MaxTraces = 100;

    /// <summary>A worker that takes longer has lost the session to another.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>How long a session that failed waits: five times longer each time, from five seconds on.</summary>
    private static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(Math.Pow(5, attempts));

    /// <summary>Sessions that could be claimed now, without a lock: whoever else sees them may be first.</summary>
    public async Task<IReadOnlyList<(Guid UserId, Guid SessionId)>> Look(int count, CancellationToken cancellationToken)
    {
        var waiting = await Claimable().OrderBy(session => session.CreatedAt).Take(count)
            .Select(session => new { session.UserId, session.Id }).ToListAsync(cancellationToken);
        return [.. waiting.Select(session => (session.UserId, session.Id))];
    }

    /// <summary>Takes a session; null where another has it, or where it was tried too often by workers that died of it: then it has failed.</summary>
    public async Task<SummaryLease?> Claim(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var mine = Claimable().Where(session => session.UserId == userId && session.Id == sessionId);
        var token = Guid.CreateVersion7(now);
        var until = now + Lease;
        var taken = await mine.Where(session => session.Attempts < MaxAttempts).ExecuteUpdateAsync(
            session => session.SetProperty(row => row.Status, SummaryStatus.Working)
                .SetProperty(row => row.Attempts, row => row.Attempts + 1)
                .SetProperty(row => row.LockedUntil, until).SetProperty(row => row.LeaseToken, token).SetProperty(row => row.UpdatedAt, now),
            cancellationToken);
        if (taken > 0)
            return new SummaryLease(userId, sessionId, token);

        var givenUp = await mine.Where(session => session.Attempts >= MaxAttempts).ExecuteUpdateAsync(
            session => session.SetProperty(row => row.Status, SummaryStatus.Failed)
                .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null).SetProperty(row => row.LeaseToken, (Guid?)null).SetProperty(row => row.UpdatedAt, now),
            cancellationToken);
        if (givenUp > 0)
            metrics.Count(SummaryOutcome.Failed);
        return null;
    }

    /// <summary>The traces of the turns that the session was made of, as far as they are kept; nobody is asked where none is.</summary>
    public async Task<IReadOnlyList<string?>> Traceparents(SummaryLease lease, CancellationToken cancellationToken) => !Spans.Source.HasListeners() ? [] :
        await database.ChatMessages
            .Where(message => message.UserId == lease.UserId && message.SessionId == lease.SessionId && message.Traceparent != null)
            .OrderByDescending(message => message.Seq).Take(MaxTraces)
            .Select(message => message.Traceparent).ToListAsync(cancellationToken);

    /// <summary>The session as it was claimed; null where the lease is another's by now. In a transaction it stays so until that ends.</summary>
    public Task<SessionSummary?> Held(SummaryLease lease, CancellationToken cancellationToken) =>
        Of(lease).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Gives back a session that nobody could be blamed for: it was not tried.</summary>
    public Task Release(SummaryLease lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return Of(lease).ExecuteUpdateAsync(
            session => session.SetProperty(row => row.Status, SummaryStatus.Pending)
                .SetProperty(row => row.Attempts, row => row.Attempts - 1)
                .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null).SetProperty(row => row.LeaseToken, (Guid?)null).SetProperty(row => row.UpdatedAt, now),
            cancellationToken);
    }

    /// <summary>Lets a session wait for its next attempt, or fail for good.</summary>
    /// <param name="error">The kind of the failure; nothing that was said.</param>
    public async Task Fail(SummaryLease lease, string error, CancellationToken cancellationToken)
    {
        if (await Of(lease).AsNoTracking().SingleOrDefaultAsync(cancellationToken) is not { } session)
            return;

        var now = time.GetUtcNow();
        var last = session.Attempts >= MaxAttempts;
        var until = last ? null : (DateTimeOffset?)(now + Backoff(session.Attempts));
        var written = await Of(lease).ExecuteUpdateAsync(
            row => row.SetProperty(r => r.Status, last ? SummaryStatus.Failed : SummaryStatus.Working)
                .SetProperty(r => r.LastError, error)
                .SetProperty(r => r.LockedUntil, until)
                .SetProperty(r => r.LeaseToken, last ? null : (Guid?)lease.Token)
                .SetProperty(r => r.UpdatedAt, now),
            cancellationToken);
        if (written > 0)
            metrics.Count(last ? SummaryOutcome.Failed : SummaryOutcome.Retried);
    }

    /// <summary>A session that failed is tried again from the beginning.</summary>
    /// <returns>How many do.</returns>
    public Task<int> Retry(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.SessionSummaries
            .Where(session => session.UserId == userId && session.Id == sessionId && session.Status == SummaryStatus.Failed)
            .ExecuteUpdateAsync(
                session => session.SetProperty(row => row.Status, SummaryStatus.Pending).SetProperty(row => row.Attempts, 0).SetProperty(row => row.UpdatedAt, now),
                cancellationToken);
    }

    private IQueryable<SessionSummary> Claimable()
    {
        var now = time.GetUtcNow();

        // The first condition is the index's; the rest is asked of the few that are in it.
        return database.SessionSummaries.Where(
            session => (session.Status == SummaryStatus.Pending || session.Status == SummaryStatus.Working)
                && (session.LockedUntil == null || session.LockedUntil <= now));
    }

    private IQueryable<SessionSummary> Of(SummaryLease lease) => database.SessionSummaries.Where(
        session => session.UserId == lease.UserId && session.Id == lease.SessionId && session.LeaseToken == lease.Token);
}

/// <summary>A session that is one worker's for a while.</summary>
/// <param name="Token">Fences the worker: one that overslept finds another.</param>
internal sealed record SummaryLease(Guid UserId, Guid SessionId, Guid Token);
