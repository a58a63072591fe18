using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aimi.Memory.Embeddings;

/// <summary>
/// A model behind a vendor's HTTP protocol. The generator that Microsoft.Extensions.AI has for OpenAI is not used: it ignores the index of a vector, so that an answer in
/// another order would put vectors beside the wrong texts, and fails where a server counts no tokens.
/// </summary>
internal sealed class VendorEmbedder : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingVendor _vendor;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly string _model;
    private readonly int? _dimensions;
    private readonly Uri _address;
    private readonly HttpClient _http;

    private VendorEmbedder(EmbeddingOptions options, EmbeddingVendor vendor, VendorHandler handler)
    {
        (_vendor, _model, _dimensions) = (vendor, options.Model!, options.EmbeddingsDimensions);
        _address = new UriBuilder(options.Address!) { Path = options.Address!.AbsolutePath.TrimEnd('/') + "/embeddings" }.Uri;

        // Vectors of one model in two lengths do not compare: where the length is chosen it belongs to the name.
        _metadata = new(vendor.Name, options.Address, _dimensions is { } chosen ? $"{_model}@{chosen}" : _model, _dimensions);

        // The time is kept by the handler.
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("aimi");
        if (!string.IsNullOrWhiteSpace(options.EmbeddingsKey))
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.EmbeddingsKey.Trim());
    }

    /// <param name="random">Spreads the moments of trying again.</param>
    public static VendorEmbedder Create(EmbeddingOptions options, EmbeddingVendor vendor, TimeProvider time, Random random)
    {
        // Neither the key nor a text follows a redirect to who knows where; a host that moves is followed.
        var connection = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) };
        return new(options, vendor, new VendorHandler(options.EmbeddingsTimeout, time, random) { InnerHandler = connection });
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        var isQuery = EmbeddingService.IsQuery(options);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        request.Options.Set(VendorHandler.Urgent, isQuery);
        request.Content = JsonContent.Create(_vendor.Write(new(_model, texts, isQuery, _dimensions)), options: EmbeddingVendor.Json);
        using var response = await _http.SendAsync(request, cancellationToken);
        try
        {
            var answer = await response.Content.ReadFromJsonAsync<Answer>(EmbeddingVendor.Json, cancellationToken);
            return new(InOrder(answer?.Data ?? [], texts.Length).Select(vector => new Embedding<float>(vector) { ModelId = _metadata.DefaultModelId }));
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException or InvalidOperationException)
        {
            // Its own message may repeat what was said.
            throw new EmbeddingException("The embedding model's answer can not be read (AIMI__EmbeddingsUrl).");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : null;

    public void Dispose() => _http.Dispose();

    private static float[][] InOrder(IReadOnlyList<Item> items, int count)
    {
        var vectors = new float[count][];
        for (var position = 0; position < items.Count; position++)
        {
            // A server that leaves the index out means the order.
            var index = items[position].Index ?? position;
            if (index < 0 || index >= count || vectors[index] is not null || items[position].Embedding is not { } vector)
                throw Wrong(items.Count, count);
            vectors[index] = vector;
        }

        return items.Count == count ? vectors : throw Wrong(items.Count, count);
    }

    private static EmbeddingException Wrong(int vectors, int texts) => new($"The embedding model's answer does not fit the question: {vectors} vectors for {texts} texts.");

#pragma warning disable CA1812 // The deserializer makes them.
    private sealed record Answer(IReadOnlyList<Item>? Data);

    private sealed record Item(int? Index, float[]? Embedding);
#pragma warning restore CA1812
}
