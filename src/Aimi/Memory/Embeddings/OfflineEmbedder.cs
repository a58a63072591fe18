using Aimi.Language;
using Microsoft.Extensions.AI;

namespace Aimi.Memory.Embeddings;

/// <summary>Vectors without a model, a network or a key: the stems of a text, hashed.</summary>
public sealed class OfflineEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string Model = "aimi-offline-1";
    public const int Dimensions = 512;

    private static readonly EmbeddingGeneratorMetadata Metadata = new("aimi", providerUri: null, Model, Dimensions);

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(value => new Embedding<float>(Embed(value)))));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata : null;

    public void Dispose()
    {
    }

    private static float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        vector[0] = 0.01f;
        foreach (var stem in Stems.OfText(text))
            vector[stem.Aggregate(17, (hash, letter) => ((hash * 31) + letter) & 0xFFFFFF) % Dimensions]++;
        return vector;
    }
}
