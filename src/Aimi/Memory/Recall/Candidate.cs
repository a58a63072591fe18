namespace Aimi.Memory.Recall;

/// <summary>A memory that may answer a question.</summary>
/// <param name="Similarity">Cosine of its vector and the question's, -1 to 1; null where the vectors did not find it.</param>
/// <param name="Lexical">How well its words fit, BM25, above 0; null where full text did not find it.</param>
/// <param name="SourceSeqs">The messages that it comes from.</param>
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

/// <summary>A memory that was found, and why. All parts are 0 to 1.</summary>
public sealed record Recalled(Candidate Memory, double Score, double VectorScore, double LexicalScore, double RecencyScore, double ImportanceScore);
