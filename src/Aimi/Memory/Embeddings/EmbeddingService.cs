using Microsoft.Extensions.AI;

namespace Aimi.Memory.Embeddings;

/// <summary>Makes vectors of texts with the model that the settings name.</summary>
public sealed class EmbeddingService(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    /// <summary>Stands beside every vector; only vectors of one model compare.</summary>
    public string Model { get; } = (generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId ?? "unknown";

    /// <summary>The vectors of these texts, in their order, of unit length.</summary>
    /// <exception cref="EmbeddingException">The model is away, refuses, or answers what cannot be read. The message is for the operator and holds nothing of the texts.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = await generator.GenerateAsync(texts, cancellationToken: cancellationToken);
        return [.. vectors.Select(vector => vector.Vector)];
    }
}

/// <summary>The model made no vectors. The message is for the operator, and holds neither a secret nor what was said.</summary>
public sealed class EmbeddingException(string message) : Exception(message);
