using System.Collections.Immutable;
using Aimi.Messages;

namespace Aimi.Sessions;

/// <summary>The open session as the cache holds it. It may be stale: <see cref="Covers"/> tells whether a prompt may be built from it.</summary>
/// <param name="Messages">Ascending by seq; at most <see cref="ChatSessionOptions.MaxMessages"/>, the newest.</param>
/// <param name="PendingActions">What waits for the person's word, by name.</param>
public sealed record SessionSnapshot(
    OpenSession Session,
    IReadOnlyList<CachedMessage> Messages,
    IReadOnlyDictionary<string, string> PendingActions)
{
    public static readonly ImmutableDictionary<string, string> NothingPending = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Whether every message of the session up to <paramref name="head"/>'s last is here; the caller rebuilds from the database otherwise.
    /// Newer ones may follow: another message may have been stored since.
    /// </summary>
    public bool Covers(OpenSession head, ChatSessionOptions options)
    {
        if (Session.SessionId != head.SessionId || Messages.Count == 0 || Messages[^1].Seq < head.LastSeq)
            return false;

        // A full list was trimmed at its old end.
        if (Messages[0].Seq > Math.Max(head.FirstSeq, Messages[^1].Seq - options.MaxMessages + 1))
            return false;

        return Messages[^1].Seq - Messages[0].Seq + 1 == Messages.Count;
    }

    /// <summary>Whether the session is over by itself, as far as the cache knows; null while it goes on.</summary>
    public SessionEndReason? EndsBy(ChatSessionOptions options, DateTimeOffset now) =>
        Session.Count >= options.MaxMessages ? SessionEndReason.Limit
        : now - Session.LastActiveAt >= options.Timeout ? SessionEndReason.Timeout
        : null;
}
