using Aimi.Messages;

namespace Aimi.Sessions;

/// <summary>
/// The open session of each person, kept near. It is speed only and decides nothing: what it holds came from the database, and
/// <see cref="SessionSnapshot.Covers"/> is asked before it is believed. Every call is one round trip. A session whose messages have
/// higher seqs is newer: a write for an older session than the one that is held is a straggler's and changes nothing.
/// </summary>
public interface ISessionCache
{
    /// <summary>
    /// Puts stored messages in, in the order of their seqs whatever the order of the calls, and keeps the newest
    /// <see cref="ChatSessionOptions.MaxMessages"/>. A user's message marks the assistant's earlier ones read. Renews the time to live.
    /// </summary>
    /// <param name="session">The session as the database told it with the newest of the messages.</param>
    Task Append(Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken);

    /// <summary><see cref="Append"/> that answers what is held after it, in the same round trip; null for a straggler or where nothing is known.</summary>
    Task<SessionSnapshot?> AppendAndRead(Guid userId, OpenSession session, IReadOnlyList<CachedMessage> messages, CancellationToken cancellationToken);

    /// <summary>What is held; null where nothing is, or nothing legible.</summary>
    Task<SessionSnapshot?> Read(Guid userId, CancellationToken cancellationToken);

    /// <summary>
    /// Puts in what the database holds, in place of what is held. Of the same session, messages that came after the snapshot and
    /// pending actions that it does not name stay.
    /// </summary>
    Task Replace(Guid userId, SessionSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Marks the assistant's messages up to a seq that the database stored as read, those that are yet to arrive here too.</summary>
    Task MarkRead(Guid userId, Guid sessionId, long upToSeq, CancellationToken cancellationToken);

    /// <summary>Sets a pending action of that session, or takes it away (null).</summary>
    Task SetPendingAction(Guid userId, Guid sessionId, string name, string? value, CancellationToken cancellationToken);

    /// <summary>Forgets the session, if it is still that one.</summary>
    Task Clear(Guid userId, Guid sessionId, CancellationToken cancellationToken);
}

/// <summary>How the cache does, for <c>/health</c>.</summary>
public interface ICacheHealth
{
    CacheState State { get; }
}

/// <param name="Degraded">The cache is not used now; the database serves alone.</param>
/// <param name="Since">When that last changed.</param>
public sealed record CacheState(CacheKind Kind, bool Degraded, DateTimeOffset Since);

public enum CacheKind
{
    InProcess,
    Redis,
}
