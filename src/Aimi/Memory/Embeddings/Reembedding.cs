using Aimi.Hosting.Telemetry;

namespace Aimi.Memory.Embeddings;

/// <summary>What became of a batch.</summary>
public enum EmbeddingStep
{
    /// <summary>Nothing waits.</summary>
    Done,

    /// <summary>A batch was embedded; there may be more.</summary>
    Embedded,

    /// <summary>Another process embeds.</summary>
    Busy,
}

/// <summary>
/// Embeds what waits, a batch at a time, in the background and for <c>./aimi memory reindex</c>. Search works meanwhile: memories whose vector is of another model are found
/// by their words. It may be stopped anywhere: what was stored stays.
/// </summary>
public sealed partial class Reembedding(
    EmbeddingBacklog backlog, EmbeddingService embeddings, EmbeddingStore store, IEmbeddingGate gate, ILogger<Reembedding> log)
{
    /// <summary>Embeds the next batch. No transaction is open while the model is asked.</summary>
    /// <exception cref="EmbeddingException">The model makes no vectors now; what waits goes on waiting.</exception>
    public async Task<EmbeddingStep> Next(CancellationToken cancellationToken)
    {
        await using var turn = await gate.TryEnter(cancellationToken);
        if (turn is null)
            return EmbeddingStep.Busy;

        var waiting = await backlog.Next(EmbeddingService.MaxTexts, cancellationToken);
        if (waiting.Count == 0)
            return EmbeddingStep.Done;

        return await Spans.Run("embed memories", () => Embed(waiting, cancellationToken), cancellationToken);
    }

    private async Task<EmbeddingStep> Embed(IReadOnlyList<WaitingMemory> waiting, CancellationToken cancellationToken)
    {
        // What could not be stored is not paid for.
        if (embeddings.Dimensions is { } length)
            await store.CheckLength(length, embeddings.Model, cancellationToken);

        var vectors = await embeddings.EmbedEach([.. waiting.Select(memory => memory.Text)], cancellationToken);
        var embedded = new List<(WaitingMemory, ReadOnlyMemory<float>)>(waiting.Count);
        var refused = new List<WaitingMemory>();
        foreach (var (memory, vector) in waiting.Zip(vectors))
        {
            if (vector is { } made)
                embedded.Add((memory, made));
            else
                refused.Add(memory);
        }

        await store.StoreEmbeddings(embedded, embeddings.Model, cancellationToken);
        foreach (var memory in refused)
        {
            Refused(embeddings.Model, memory.Id, memory.UserId);
            backlog.GiveUp(memory);
        }

        return EmbeddingStep.Embedded;
    }

    /// <summary>Takes all vectors away; then every memory waits. Whoever embeds is let finish the batch first, and embeds no other meanwhile.</summary>
    /// <returns>How many were taken away; null where another process embeds.</returns>
    public async Task<int?> Discard(CancellationToken cancellationToken)
    {
        await using var turn = await gate.TryEnter(cancellationToken);
        return turn is null ? null : await backlog.Discard(cancellationToken);
    }

    [LoggerMessage(
        1551, LogLevel.Warning, "The model {Model} refuses the memory {MemoryId} of {UserId}; it stays without a vector, found by its words",
        EventName = "embedding_refused")]
    private partial void Refused(string model, Guid memoryId, Guid userId);
}
