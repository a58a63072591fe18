using Aimi.Messages;

namespace Aimi.Sessions;

/// <summary>
/// A message as the cache keeps it: one JSON object with these members in snake_case, in this order.
/// The order is part of the format: the scripts find <c>seq</c> at an entry's start and <c>read</c> at its end without parsing it.
/// </summary>
/// <param name="Read">The person saw it; always so for what they said themselves.</param>
public sealed record CachedMessage(
    long Seq,
    Guid MessageId,
    MessageRole Role,
    string Text,
    MessageMetadata Metadata,
    DateTimeOffset OccurredAt,
    bool Read)
{
    /// <summary>The cache's form of a row.</summary>
    /// <param name="readSeq">Assistant messages up to this seq were seen (<see cref="Conversation.ReadSeq"/>).</param>
    public static CachedMessage Of(ChatMessage row, long readSeq = 0) =>
        new(row.Seq, row.Id, row.Role, row.Text, row.Metadata, row.OccurredAt, row.Role == MessageRole.User || row.Seq <= readSeq);
}
