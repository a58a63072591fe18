using Aimi.Messages;
using Microsoft.Extensions.Options;

namespace Aimi.Sessions;

/// <summary>
/// The cache in this process's own memory, for a single machine. All sessions live equally long after they were written to, so one list in the
/// order of the last write is both the order in which they expire and the order in which they give way when memory runs out.
/// </summary>
internal sealed class InProcessSessionCache(IOptions<ChatSessionOptions> options, IOptions<SessionCacheOptions> cacheOptions, TimeProvider time)
    : ISessionCache, ICacheHealth
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LinkedListNode<Slot>> _slots = [];
    private readonly LinkedList<Slot> _oldestFirst = [];
    private readonly int _keep = options.Value.MaxMessages;
    private readonly TimeSpan _timeToLive = SessionCacheOptions.TimeToLive(options.Value);
    private readonly long _maxBytes = cacheOptions.Value.MaxMegabytes * 1024L * 1024L;
    private long _bytes;

    public CacheState State { get; } = new(CacheKind.InProcess, Degraded: false, time.GetUtcNow());

    public Task Append(Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) =>
        AppendAndRead(userId, session, messages, cancellationToken);

    public Task<SessionSnapshot?> AppendAndRead(
        Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken) =>
        Task.FromResult(Write(userId, held => HeldSession.Append(held, session, messages, _keep))?.Snapshot);

    public Task<SessionSnapshot?> Read(Guid userId, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(Held(userId)?.Snapshot);
    }

    public Task Replace(Guid userId, SessionSnapshot snapshot, CancellationToken cancellationToken)
    {
        Write(userId, held => HeldSession.Replace(held, snapshot, _keep));
        return Task.CompletedTask;
    }

    public Task MarkRead(Guid userId, Guid sessionId, long upToSeq, CancellationToken cancellationToken) =>
        Change(userId, sessionId, held => held.MarkRead(upToSeq));

    public Task SetPendingAction(Guid userId, Guid sessionId, string name, string? value, CancellationToken cancellationToken) =>
        Change(userId, sessionId, held => held.SetPendingAction(name, value));

    public Task Clear(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(userId, out var slot) && slot.Value.Held.Session.SessionId == sessionId)
                Remove(slot);
        }

        return Task.CompletedTask;
    }

    /// <summary>Puts in what <paramref name="write"/> makes of what is held, and lets it live anew; a straggler's null changes nothing.</summary>
    private HeldSession? Write(Guid userId, Func<HeldSession?, HeldSession?> write)
    {
        lock (_gate)
        {
            RemoveExpired();
            var written = write(Held(userId));
            if (written is null)
                return null;

            if (_slots.TryGetValue(userId, out var old))
                Remove(old);
            _slots.Add(userId, _oldestFirst.AddLast(new Slot(userId, written, time.GetUtcNow() + _timeToLive)));
            _bytes += written.Bytes;
            while (_bytes > _maxBytes)
                Remove(_oldestFirst.First!);
            return written;
        }
    }

    /// <summary>Changes that session, if it is held, without letting it live longer.</summary>
    private Task Change(Guid userId, Guid sessionId, Func<HeldSession, HeldSession> change)
    {
        lock (_gate)
        {
            if (Held(userId) is { } held && held.Session.SessionId == sessionId)
            {
                var slot = _slots[userId];
                slot.Value = slot.Value with { Held = change(held) };
                _bytes += slot.Value.Held.Bytes - held.Bytes;
            }
        }

        return Task.CompletedTask;
    }

    private HeldSession? Held(Guid userId) =>
        _slots.TryGetValue(userId, out var slot) && slot.Value.ExpiresAt > time.GetUtcNow() ? slot.Value.Held : null;

    private void RemoveExpired()
    {
        while (_oldestFirst.First is { } oldest && oldest.Value.ExpiresAt <= time.GetUtcNow())
            Remove(oldest);
    }

    private void Remove(LinkedListNode<Slot> slot)
    {
        _oldestFirst.Remove(slot);
        _slots.Remove(slot.Value.UserId);
        _bytes -= slot.Value.Held.Bytes;
    }

    private readonly record struct Slot(Guid UserId, HeldSession Held, DateTimeOffset ExpiresAt);
}
