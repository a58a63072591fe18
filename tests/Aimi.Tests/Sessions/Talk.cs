using Aimi.Messages;
using Aimi.Sessions;

namespace Aimi.Tests.Sessions;

/// <summary>A session as the database would tell it: its first message is the person's, then they take turns.</summary>
internal sealed class Talk(long firstSeq = 1, Guid? userId = null)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 15, 18, 30, 0, TimeSpan.Zero);

    public Guid UserId { get; } = userId ?? Guid.CreateVersion7();

    public Guid SessionId { get; } = Guid.CreateVersion7();

    /// <summary>The session as it stands after a message; a second goes by with each.</summary>
    public OpenSession After(long seq) => new(SessionId, Start, Start.AddSeconds(seq), (int)(seq - firstSeq + 1), seq);

    public CachedMessage Message(long seq, string? text = null, Guid? id = null)
    {
        var role = (seq - firstSeq) % 2 == 0 ? MessageRole.User : MessageRole.Assistant;
        return new(seq, id ?? Guid.CreateVersion7(), role, text ?? $"№{seq}", MessageMetadata.None, Start.AddSeconds(seq), role == MessageRole.User);
    }

    public IReadOnlyList<CachedMessage> Messages(long from, long to) => [.. Enumerable.Range((int)from, (int)(to - from + 1)).Select(seq => Message(seq))];

    /// <summary>What the database would rebuild the cache from.</summary>
    public SessionSnapshot Snapshot(long lastSeq) => new(After(lastSeq), Messages(firstSeq, lastSeq), SessionSnapshot.NothingPending);

    /// <summary>Appends the messages one by one, as the sends do.</summary>
    public async Task Said(ISessionCache cache, long from, long to)
    {
        for (var seq = from; seq <= to; seq++)
            await cache.Append(UserId, After(seq), [Message(seq)], TestContext.Current.CancellationToken);
    }
}
