namespace Aimi.Memory;

/// <summary>A memory on the wire.</summary>
/// <param name="EntityId">The goal or event that it is of.</param>
/// <param name="Subject">The slot that a fact fills.</param>
/// <param name="Importance">0 to 1.</param>
/// <param name="Mentions">In how many sessions it was said.</param>
/// <param name="ValidTo">When it ceased to be true.</param>
/// <param name="SupersededBy">The memory that took its place.</param>
/// <param name="Pinned">The person wrote or corrected it.</param>
/// <param name="Sources">The messages that say so.</param>
public sealed record MemoryResponse(
    Guid MemoryId,
    MemoryType EntityType,
    Guid? EntityId,
    string? Subject,
    string Content,
    double Importance,
    int Mentions,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    Guid? SupersededBy,
    bool IsActive,
    bool Pinned,
    DateTimeOffset LastSeenAt,
    IReadOnlyList<MemorySource> Sources,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static MemoryResponse Of(MemoryVector memory, IReadOnlyDictionary<long, MemorySource> sources) => new(
        memory.Id,
        memory.EntityType,
        memory.EntityId,
        memory.Subject,
        memory.Content,
        memory.Importance,
        memory.Mentions,
        memory.ValidFrom,
        memory.ValidTo,
        memory.SupersededBy,
        memory.IsActive,
        memory.Metadata.Pinned == true,
        memory.LastSeenAt,
        [.. memory.SourceSeqs.Select(seq => sources.GetValueOrDefault(seq)).OfType<MemorySource>()],
        memory.Version,
        memory.CreatedAt,
        memory.UpdatedAt);
}
