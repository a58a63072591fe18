using Aimi.Messages;
using Microsoft.Extensions.Options;

namespace Aimi.Sessions;

/// <summary>
/// Stands around a cache that may fail or hang. The first failure, or answer that is late, opens the circuit: from then on calls answer at once
/// that nothing is known, until <see cref="Probe(CancellationToken)"/> finds the cache well. No caller is made the probe, so a dead Redis costs those who were
/// waiting for it one bounded delay and nobody after them anything. Nothing but a caller's own cancellation is thrown.
/// </summary>
internal sealed partial class CircuitSessionCache(
    ISessionCache inner, IOptions<SessionCacheOptions> options, TimeProvider time, ILogger<CircuitSessionCache> log) : ISessionCache, ICacheHealth
{
    private readonly TimeSpan _slowAfter = options.Value.SlowAfter;
    private CacheState _state = new(CacheKind.Redis, Degraded: false, time.GetUtcNow());

    public CacheState State => Volatile.Read(ref _state);

    public Task Append(Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) =>
        Guard(token => inner.Append(userId, session, messages, token), cancellationToken);

    public Task<SessionSnapshot?> AppendAndRead(
        Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) =>
        Guard(token => inner.AppendAndRead(userId, session, messages, token), cancellationToken);

    public Task<SessionSnapshot?> Read(Guid userId, CancellationToken cancellationToken) =>
        Guard(token => inner.Read(userId, token), cancellationToken);

    public Task Replace(Guid userId, SessionSnapshot snapshot, CancellationToken cancellationToken) =>
        Guard(token => inner.Replace(userId, snapshot, token), cancellationToken);

    public Task MarkRead(Guid userId, Guid sessionId, long upToSeq, CancellationToken cancellationToken) =>
        Guard(token => inner.MarkRead(userId, sessionId, upToSeq, token), cancellationToken);

    public Task SetPendingAction(Guid userId, Guid sessionId, string name, string? value, CancellationToken cancellationToken) =>
        Guard(token => inner.SetPendingAction(userId, sessionId, name, value, token), cancellationToken);

    public Task Clear(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        Guard(token => inner.Clear(userId, sessionId, token), cancellationToken);

    /// <summary>Asks the cache for a session that nobody has, and opens or closes the circuit by how it answers.</summary>
    public Task Probe(CancellationToken cancellationToken) => Probe(_slowAfter, cancellationToken);

    /// <inheritdoc cref="Probe(CancellationToken)"/>
    /// <param name="patience">A later answer counts as none.</param>
    public async Task Probe(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (await Answers(inner.Read(Guid.Empty, cancellationToken), patience, cancellationToken))
            Close();
    }

    private async Task<SessionSnapshot?> Guard(Func<CancellationToken, Task<SessionSnapshot?>> call, CancellationToken cancellationToken)
    {
        if (State.Degraded)
            return null;

        var answer = call(cancellationToken);
        return await Answers(answer, _slowAfter, cancellationToken) ? await answer : null;
    }

    private Task Guard(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        State.Degraded ? Task.CompletedTask : Answers(call(cancellationToken), _slowAfter, cancellationToken);

    private async Task<bool> Answers(Task call, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await call.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Open(failure);
            return false;
        }
        finally
        {
            // Who gave up waiting is not there to see it fail.
            if (!call.IsCompleted)
                _ = call.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private void Open(Exception failure)
    {
        if (Change(degraded: true) is not null)
            Away(failure);
    }

    private void Close()
    {
        if (Change(degraded: false) is { } before)
            Back((time.GetUtcNow() - before.Since).TotalSeconds);
    }

    /// <summary>The state before, for the one caller that changed it.</summary>
    private CacheState? Change(bool degraded)
    {
        var before = State;
        return before.Degraded != degraded
            && ReferenceEquals(Interlocked.CompareExchange(ref _state, new(before.Kind, degraded, time.GetUtcNow()), before), before)
                ? before
                : null;
    }

    [LoggerMessage(1407, LogLevel.Warning, "The session cache does not answer; the database serves alone until it does", EventName = "session_cache_away")]
    private partial void Away(Exception failure);

    [LoggerMessage(1408, LogLevel.Information, "The session cache answers again after {Seconds:F1} s", EventName = "session_cache_back")]
    private partial void Back(double seconds);
}
