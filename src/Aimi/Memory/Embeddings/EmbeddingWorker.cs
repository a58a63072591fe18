using Aimi.Workers;
using Microsoft.Extensions.Options;

namespace Aimi.Memory.Embeddings;

/// <summary>Embeds in the background what was learned while the model was away, and everything when the settings name another model.</summary>
public sealed class EmbeddingWorker(Reembedding reembedding, IOptions<EmbeddingOptions> options) : IWorker
{
    public static string Name => "embedding";

    public static TimeSpan Pause => TimeSpan.FromSeconds(5);

    /// <summary>A minute, as others; a vendor may keep it waiting, and be asked again, for longer.</summary>
    public TimeSpan LongestRun => TimeSpan.FromMinutes(1) + (options.Value.Vendor is null ? TimeSpan.Zero : VendorHandler.LongestCall(options.Value.EmbeddingsTimeout));

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        // The offline embedder and SQLite never let go of the thread by themselves.
        await Task.Yield();
        return await reembedding.Next(cancellationToken) == EmbeddingStep.Embedded;
    }
}
