using Aimi.Workers;

namespace Aimi.Memory.Embeddings;

/// <summary>Embeds in the background what was learned while the model was away, and everything when the settings name another model.</summary>
public sealed class EmbeddingWorker(Reembedding reembedding) : IWorker
{
    public static string Name => "embedding";

    public static TimeSpan Pause => TimeSpan.FromSeconds(5);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        // The offline embedder and SQLite never let go of the thread by themselves.
        await Task.Yield();
        return await reembedding.Next(cancellationToken) == EmbeddingStep.Embedded;
    }
}
