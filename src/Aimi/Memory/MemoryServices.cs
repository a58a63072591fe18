using Aimi.Memory.Embeddings;

namespace Aimi.Memory;

/// <summary>What the memory feature offers the others.</summary>
public static class MemoryServices
{
    public static IServiceCollection AddMemory(this IServiceCollection services, IConfiguration settings)
    {
        services.AddScoped<UserStateRepository>();
        services.AddEmbeddings(settings);
        return services;
    }
}
