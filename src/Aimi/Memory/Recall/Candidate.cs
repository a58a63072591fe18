namespace Aimi.Memory.Recall;

/// <summary>A memory that a database found for a question, by its vector, its words or both.</summary>
/// <param name="Similarity">Cosine of its vector and the question's, -1 to 1; null where the vector search did not bring it.</param>
/// <param name="Lexical">How well its words match, the higher the better, in the database's own unit; null where the full-text search did not bring it.</param>
/// <param name="Importance">0 to 1.</param>
/// <param name="SourceSeqs">The messages that it comes from; a single message has one.</param>
public sealed record Candidate(
    Guid MemoryId,
    MemoryType EntityType,
    Guid? EntityId,
    string? Subject,
    string Content,
    double? Similarity,
    double? Lexical,
    double Importance,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    bool IsActive,
    Guid? SourceSessionId,
    IReadOnlyList<long> SourceSeqs);
