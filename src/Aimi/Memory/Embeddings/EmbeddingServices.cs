using Aimi.Workers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace Aimi.Memory.Embeddings;

public static class EmbeddingServices
{
    /// <summary>Vectors of what is remembered: by the model that the setting <c>Embeddings</c> names, or without one.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<EmbeddingOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(CreateGenerator);
        services.AddSingleton<EmbeddingService>();
        services.AddSingleton<EmbeddingBacklog>();
        services.AddScoped<EmbeddingStore>();
        services.AddScoped<Reembedding>();
        services.AddWorker<EmbeddingWorker>();
        return services;
    }

    private static IEmbeddingGenerator<string, Embedding<float>> CreateGenerator(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value is { Vendor: { } vendor } options
            ? VendorEmbedder.Create(options, vendor, provider.GetRequiredService<TimeProvider>(), new Random())
            : new OfflineEmbedder();
}
