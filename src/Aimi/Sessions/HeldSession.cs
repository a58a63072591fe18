using System.Collections.Immutable;
using Aimi.Messages;

namespace Aimi.Sessions;

/// <summary>
/// An open session in this process's memory. Never changed but replaced, so that who reads it needs no lock.
/// Its operations are the scripts of <see cref="RedisSessionScripts"/> in C#.
/// </summary>
internal sealed class HeldSession
{
    private readonly long _readSeq;
    private readonly ImmutableArray<CachedMessage> _messages;
    private readonly ImmutableDictionary<string, string> _pending;

    private HeldSession(OpenSession session, long readSeq, ImmutableArray<CachedMessage> messages, ImmutableDictionary<string, string> pending)
    {
        (Session, _readSeq, _messages, _pending) = (session, readSeq, messages, pending);
        Snapshot = new(session, messages, pending);
        Bytes = 500 + messages.Sum(message => 300L + 2 * message.Text.Length) + pending.Sum(action => 100L + 2 * (action.Key.Length + action.Value.Length));
    }

    public OpenSession Session { get; }

    public SessionSnapshot Snapshot { get; }

    /// <summary>About what it takes of memory: two bytes a character, and objects.</summary>
    public long Bytes { get; }

    /// <summary>Puts messages in; null for a straggler of an older session.</summary>
    public static HeldSession? Append(HeldSession? held, OpenSession session, IReadOnlyList<CachedMessage> messages, int keep)
    {
        if (held is not null && held.Session.FirstSeq > session.FirstSeq)
            return null;

        return held is null || held.Session.SessionId != session.SessionId
            ? Merge(session, [], messages, 0, SessionSnapshot.NothingPending, keep)
            : Merge(Later(held.Session, session), held._messages, messages, held._readSeq, held._pending, keep);
    }

    /// <summary>Puts messages in place of those that the snapshot knew; null for a straggler of an older session.</summary>
    public static HeldSession? Replace(HeldSession? held, SessionSnapshot snapshot, int keep)
    {
        if (held is not null && held.Session.FirstSeq > snapshot.Session.FirstSeq)
            return null;

        if (held is null || held.Session.SessionId != snapshot.Session.SessionId)
            return Merge(snapshot.Session, [], snapshot.Messages, 0, snapshot.PendingActions.ToImmutableDictionary(), keep);

        var newer = held._messages.Where(message => message.Seq > snapshot.Session.LastSeq);
        return Merge(
            Later(held.Session, snapshot.Session), newer, snapshot.Messages, held._readSeq, held._pending.SetItems(snapshot.PendingActions), keep);
    }

    public HeldSession MarkRead(long upToSeq) => upToSeq <= _readSeq ? this : new(Session, upToSeq, Marked(_messages, upToSeq), _pending);

    public HeldSession SetPendingAction(string name, string? value) =>
        new(Session, _readSeq, _messages, value is null ? _pending.Remove(name) : _pending.SetItem(name, value));

    private static HeldSession Merge(
        OpenSession session,
        IEnumerable<CachedMessage> old,
        IReadOnlyList<CachedMessage> added,
        long readSeq,
        ImmutableDictionary<string, string> pending,
        int keep)
    {
        // Of two with one seq the added one stands: it came from the database just now.
        var messages = added.Concat(old).DistinctBy(message => message.Seq).OrderBy(message => message.Seq).TakeLast(keep);
        var read = Math.Max(readSeq, added.Where(message => message.Read).Select(message => message.Seq).DefaultIfEmpty().Max());
        return new(session, read, Marked(messages, read), pending);
    }

    private static ImmutableArray<CachedMessage> Marked(IEnumerable<CachedMessage> messages, long readSeq) =>
        [.. messages.Select(message => message.Read || message.Seq > readSeq ? message : message with { Read = true })];

    private static OpenSession Later(OpenSession held, OpenSession told)
    {
        var newest = told.LastSeq > held.LastSeq ? told : held;
        return newest with { StartedAt = told.StartedAt, LastActiveAt = held.LastActiveAt > told.LastActiveAt ? held.LastActiveAt : told.LastActiveAt };
    }
}
