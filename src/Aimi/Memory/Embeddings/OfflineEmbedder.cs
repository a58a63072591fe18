using Microsoft.Extensions.AI;

namespace Aimi.Memory.Embeddings;

/// <summary>
/// Vectors without a model, a network or a key, the same on every machine: the features of a text (<see cref="TextFeatures"/>) are hashed to signed places
/// of the vector, so that texts with words, forms of words or concepts in common are near. Thread-safe.
/// </summary>
public sealed class OfflineEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Whatever changes a vector changes this name: memories with another are embedded anew.</summary>
    public const string Model = "aimi-offline-1";
    public const int Dimensions = 512;

    private static readonly EmbeddingGeneratorMetadata Metadata = new("aimi", providerUri: null, Model, Dimensions);

    /// <summary>The vector of a text: of length 1, whatever the text. One that says nothing is the first axis, which no other text is near.</summary>
    public static float[] Embed(string text)
    {
        var vector = new float[Dimensions];
        TextFeatures.AddTo(vector, text);
        var square = 0d;
        foreach (var value in vector)
            square += value * (double)value;
        if (square < 1e-12)
        {
            Array.Clear(vector);
            vector[0] = 1;
            return vector;
        }

        var scale = (float)(1 / Math.Sqrt(square));
        for (var i = 0; i < vector.Length; i++)
            vector[i] *= scale;
        return vector;
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            embeddings.Add(new Embedding<float>(Embed(value)) { ModelId = Model });
        }

        return Task.FromResult(embeddings);
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(EmbeddingGeneratorMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
    }
}
