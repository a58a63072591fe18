using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory.Embeddings;

/// <summary>Puts vectors beside their memories.</summary>
public sealed class EmbeddingStore(AimiDbContext database)
{
    /// <summary>Stores the vector of a memory, of unit length, in the place of the one that it may have.</summary>
    /// <param name="vector">Of any length but zero.</param>
    /// <param name="model">What made it, see <see cref="EmbeddingService.Model"/>.</param>
    /// <returns>False where the person has no such memory.</returns>
    /// <exception cref="EmbeddingException">It is no vector, or has another number of dimensions than the other vectors of this model.</exception>
    public async Task<bool> StoreEmbedding(Guid userId, Guid memoryId, ReadOnlyMemory<float> vector, string model, CancellationToken cancellationToken)
    {
        var unit = UnitVector.Of(vector);
        await CheckLength(unit.Length, model, cancellationToken);
        return await Write(database.MemoryVectors.Where(memory => memory.UserId == userId && memory.Id == memoryId), unit, model, cancellationToken) > 0;
    }

    /// <summary>Stores the vectors of memories that waited. One that was forgotten, changed or embedded meanwhile is left as it is.</summary>
    /// <returns>How many were stored.</returns>
    internal async Task<int> StoreEmbeddings(
        IReadOnlyList<(WaitingMemory Memory, ReadOnlyMemory<float> Vector)> embedded, string model, CancellationToken cancellationToken)
    {
        foreach (var length in embedded.Select(row => row.Vector.Length).Distinct())
            await CheckLength(length, model, cancellationToken);
        var stored = 0;

        // Few rows are held at a time, and always in the same order.
        foreach (var person in embedded.GroupBy(row => row.Memory.UserId))
        {
            stored += await database.InTransaction(
                async () =>
                {
                    var written = 0;
                    foreach (var (memory, vector) in person)
                        written += await Write(database.MemoryVectors.Where(memory.AsItWas), vector, model, cancellationToken);
                    return written;
                },
                cancellationToken);
        }

        return stored;
    }

    // It is no change that the person would see: updated_at stays.
    private static Task<int> Write(IQueryable<MemoryVector> memory, ReadOnlyMemory<float> vector, string model, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float>? embedding = vector;
        int? dimensions = vector.Length;
        return memory.ExecuteUpdateAsync(
            row => row
                .SetProperty(column => column.Embedding, embedding)
                .SetProperty(column => column.EmbeddingModel, model)
                .SetProperty(column => column.EmbeddingDimensions, dimensions),
            cancellationToken);
    }

    /// <summary>Vectors of two lengths do not compare, and a search over both would fail: a model has one.</summary>
    /// <exception cref="EmbeddingException">The stored vectors of this model are of another length.</exception>
    internal async Task CheckLength(int length, string model, CancellationToken cancellationToken)
    {
        var known = await database.MemoryVectors
            .Where(memory => memory.EmbeddingModel == model).Select(memory => memory.EmbeddingDimensions)
            .FirstOrDefaultAsync(cancellationToken);
        if (known is not null && known != length)
            throw new EmbeddingException($"The vectors of {model} have {known} numbers, and new ones {length}. If the model was replaced: ./aimi memory reindex --all.");
    }
}
