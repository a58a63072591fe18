using Aimi.Data;

namespace Aimi.Memory.Recall;

/// <summary>Finds the memories of one person that are near a question, by vector and by full text. What the two databases do differently about memories.</summary>
public interface IMemoryIndex
{
    /// <summary>The nearest by each of the two, in one round trip; a memory that both find is here once. In no order.</summary>
    Task<IReadOnlyList<Candidate>> Find(AimiDbContext database, MemoryQuery query, CancellationToken cancellationToken);
}

/// <param name="Terms">Stems, any of which may fit; empty: full text finds nothing.</param>
/// <param name="Vector">Of unit length; null: the vectors find nothing.</param>
/// <param name="Model">Only vectors of this model compare with it.</param>
/// <param name="Types">Only memories of these; null: of all.</param>
/// <param name="At">What was known then: valid at that time, whether or not it was superseded since. Null: what is active now.</param>
/// <param name="Count">Most that each of the two finds.</param>
public sealed record MemoryQuery(
    Guid UserId, IReadOnlyList<string> Terms, ReadOnlyMemory<float>? Vector, string Model, IReadOnlyList<MemoryType>? Types, DateTimeOffset? At, int Count);
