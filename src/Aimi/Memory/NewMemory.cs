using Aimi.Language;

namespace Aimi.Memory;

/// <summary>Something to remember.</summary>
/// <param name="Subject">Of a fact: the slot that it fills; a later fact of the same subject takes its place.</param>
/// <param name="SessionId">The session that it comes from.</param>
/// <param name="Seqs">The messages that say so.</param>
/// <param name="SaidAt">When it was said: it is true from then on.</param>
/// <param name="Context">Of a message: what it answers.</param>
/// <param name="Id">Where a client gave it; null: a new one.</param>
/// <param name="Vector">Of content and context, by <paramref name="Model"/>; null where the model is away, and is made later.</param>
public sealed record NewMemory(
    MemoryType EntityType,
    string? Subject,
    string Content,
    Guid? EntityId,
    Guid? SessionId,
    IReadOnlyList<long> Seqs,
    double Importance,
    DateTimeOffset SaidAt,
    MemoryMetadata Metadata,
    ReadOnlyMemory<float>? Vector,
    string Model,
    string? Context = null,
    Guid? Id = null)
{
    /// <summary>Longer contents are cut, in UTF-16 units: a memory is a sentence or a message.</summary>
    public const int MaxContent = 4000;

    /// <summary>As much of a text as a memory has room for.</summary>
    public static string Cut(string text) => Excerpt.Of(text, MaxContent);

    public MemoryVector For(Guid userId, DateTimeOffset now) => new()
    {
        UserId = userId,
        Id = Id ?? Guid.CreateVersion7(now),
        EntityType = EntityType,
        EntityId = EntityId,
        Subject = Subject,
        Content = Content,
        ContentHash = ContentHashes.Of(userId, Content),
        Context = Context,
        Embedding = Vector,
        EmbeddingModel = Vector is null ? null : Model,
        EmbeddingDimensions = Vector?.Length,
        SourceSessionId = SessionId,
        SourceSeqs = Latest(Seqs),
        LastSeenAt = SaidAt,
        Importance = Importance,
        ValidFrom = SaidAt,
        Metadata = Metadata,
        CreatedAt = now,
        UpdatedAt = now,
    };

    /// <summary>The first message and the latest, at most <see cref="MemoryVector.MaxSources"/>.</summary>
    public static long[] Latest(IEnumerable<long> seqs)
    {
        var all = seqs.Distinct().Order().ToArray();
        return all.Length <= MemoryVector.MaxSources ? all : [all[0], .. all[^(MemoryVector.MaxSources - 1)..]];
    }
}
