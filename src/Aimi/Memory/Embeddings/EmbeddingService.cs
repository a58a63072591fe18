using System.Diagnostics;
using Aimi.Hosting.Telemetry;
using Aimi.Language;
using Microsoft.Extensions.AI;

namespace Aimi.Memory.Embeddings;

/// <summary>Makes vectors of texts with the model that the settings name. Thread-safe.</summary>
public sealed class EmbeddingService(IEmbeddingGenerator<string, Embedding<float>> generator)
{
    /// <summary>Texts of one request. OpenAI takes 2,048, Voyage 1,000; a smaller server has to hold them all at once.</summary>
    public const int MaxTexts = 128;

    /// <summary>UTF-16 units of one request's texts: about 50,000 tokens, below every vendor's bound.</summary>
    public const int MaxCharacters = 100_000;

    /// <summary>UTF-16 units of a text; what is beyond is left out. Below OpenAI's 8,191 tokens in any language.</summary>
    public const int MaxText = 8_000;

    /// <summary>A model that refuses a text may have room for the beginning of it: 512 tokens, as many small ones have.</summary>
    public const int ShortText = 800;

    private const string Purpose = "aimi.query";
    private const string Unknown = "unknown";

    private static readonly EmbeddingGenerationOptions Documents = new();
    private static readonly EmbeddingGenerationOptions Queries = new() { AdditionalProperties = new() { [Purpose] = true } };

    private volatile EmbeddingException? _trouble;
    private int _dimensions;

    /// <summary>Stands beside every vector; only vectors of one model compare.</summary>
    public string Model { get; } = Metadata(generator)?.DefaultModelId ?? Unknown;

    private readonly string _span = $"embeddings {Metadata(generator)?.DefaultModelId ?? Unknown}";
    private readonly string _provider = Metadata(generator)?.ProviderName?.ToLowerInvariant() ?? Unknown;

    /// <summary>How many numbers its vectors have; null before the first.</summary>
    public int? Dimensions => _dimensions is 0 ? null : _dimensions;

    /// <summary>Why the model made no vectors when it was asked last; null while it does.</summary>
    public EmbeddingException? Trouble => _trouble;

    /// <summary>The vectors of texts that are to be found, in their order, of unit length.</summary>
    /// <exception cref="EmbeddingException">
    /// The model is away, refuses, or answers what cannot be read. The message is for the operator and holds nothing of the texts.
    /// </exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>>(texts.Count);
        foreach (var batch in Batches(texts))
            vectors.AddRange(await Ask(batch, Documents, cancellationToken));

        return vectors;
    }

    /// <summary>The vector of a question, of unit length. Somebody waits for it: a model that is away is not waited for longer than five seconds.</summary>
    /// <exception cref="EmbeddingException">As <see cref="Embed"/>.</exception>
    public async Task<ReadOnlyMemory<float>> EmbedQuery(string text, CancellationToken cancellationToken) =>
        (await Ask([Excerpt.Of(text, MaxText)], Queries, cancellationToken))[0];

    /// <summary>As <see cref="Embed"/>, each text for itself: one that the model refuses keeps the others from nothing.</summary>
    /// <returns>Null where the model takes neither the text nor its beginning.</returns>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedEach(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>?>(texts.Count);
        foreach (var batch in Batches(texts))
        {
            try
            {
                vectors.AddRange((await Ask(batch, Documents, cancellationToken)).Select(vector => (ReadOnlyMemory<float>?)vector));
            }
            catch (EmbeddingException failure) when (failure.Refused)
            {
                await MakeSureItTakesAny(failure, cancellationToken);
                vectors.AddRange(await Sift(batch, cancellationToken));
            }
        }

        return vectors;
    }

    /// <summary>For generators: whether the text is a question, not what may answer one.</summary>
    internal static bool IsQuery(EmbeddingGenerationOptions? options) => options?.AdditionalProperties?.ContainsKey(Purpose) ?? false;

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> Ask(IReadOnlyList<string> texts, EmbeddingGenerationOptions options, CancellationToken cancellationToken)
    {
        using var span = Begin(texts.Count);
        try
        {
            var answer = await generator.GenerateAsync(texts, options, cancellationToken);
            if (answer.Count != texts.Count)
                throw new EmbeddingException($"The embedding model's answer does not fit the question: {answer.Count} vectors for {texts.Count} texts.");

            ReadOnlyMemory<float>[] vectors = [.. answer.Select(embedding => UnitVector.Of(embedding.Vector))];
            foreach (var vector in vectors)
                CheckLength(vector.Length);
            _trouble = null;
            return vectors;
        }
        catch (EmbeddingException failure)
        {
            span.Fail(failure.Refused ? "refused" : "failed");
            if (!failure.Refused)
                _trouble = failure;
            throw;
        }
    }

    // By OpenTelemetry's conventions for generative AI, without the texts.
    private Activity? Begin(int texts) => Spans.Source.StartActivity(_span, ActivityKind.Client)
        ?.SetTag("gen_ai.operation.name", "embeddings").SetTag("gen_ai.provider.name", _provider).SetTag("gen_ai.request.model", Model).SetTag("aimi.embedding.texts", texts);

    private static EmbeddingGeneratorMetadata? Metadata(IEmbeddingGenerator generator) => generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;

    // What one process has seen of a model: another length is another model behind the same name.
    private void CheckLength(int length)
    {
        var known = Interlocked.CompareExchange(ref _dimensions, length, 0);
        if (known != 0 && known != length)
        {
            throw new EmbeddingException(
                $"The embedding model gave vectors of {known} numbers before and of {length} now. If it was replaced: restart Aimi, then ./aimi memory reindex --all.");
        }
    }

    // Where not even a plain word passes it is not the texts' fault, and none of them is given up.
    private async Task MakeSureItTakesAny(EmbeddingException refusal, CancellationToken cancellationToken)
    {
        try
        {
            await Ask(["word"], Documents, cancellationToken);
        }
        catch (EmbeddingException failure) when (failure.Refused)
        {
            throw _trouble = new EmbeddingException($"The embedding model takes no text at all (AIMI__Embeddings, AIMI__EmbeddingsDimensions). {refusal.Message}");
        }
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>?>> Sift(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await Ask(texts, Documents, cancellationToken)).Select(vector => (ReadOnlyMemory<float>?)vector)];
        }
        catch (EmbeddingException failure) when (failure.Refused)
        {
            if (texts.Count == 1)
                return texts[0].Length > ShortText ? await Sift([Excerpt.Of(texts[0], ShortText)], cancellationToken) : [null];

            var half = texts.Count / 2;
            return [.. await Sift([.. texts.Take(half)], cancellationToken), .. await Sift([.. texts.Skip(half)], cancellationToken)];
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Batches(IReadOnlyList<string> texts)
    {
        var batch = new List<string>(Math.Min(texts.Count, MaxTexts));
        var characters = 0;
        foreach (var text in texts.Select(text => Excerpt.Of(text, MaxText)))
        {
            if (batch.Count == MaxTexts || (batch.Count > 0 && characters + text.Length > MaxCharacters))
            {
                yield return batch;
                (batch, characters) = ([], 0);
            }

            batch.Add(text);
            characters += text.Length;
        }

        if (batch.Count > 0)
            yield return batch;
    }
}

/// <summary>The model made no vectors. The message is for the operator, and holds neither a secret nor what was said.</summary>
public sealed class EmbeddingException(string message) : Exception(message)
{
    /// <summary>It will not have these very texts; others may pass, and these will not pass later either.</summary>
    public bool Refused { get; init; }
}
