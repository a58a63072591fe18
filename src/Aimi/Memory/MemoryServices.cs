using Aimi.Memory.Embeddings;
using Aimi.Memory.Forgetting;
using Aimi.Memory.Recall;
using Aimi.Planning;

namespace Aimi.Memory;

/// <summary>What the memory feature offers the others.</summary>
public static class MemoryServices
{
    public static IServiceCollection AddMemory(this IServiceCollection services, IConfiguration settings)
    {
        services.AddScoped<UserStateRepository>();
        services.AddScoped<Portraits>();
        services.AddScoped<Memories>();
        services.AddScoped<Notebook>();
        services.AddScoped<IPlanWatcher, PlanMemories>();
        services.AddScoped<MemorySources>();
        services.AddScoped<MemorySearch>();
        services.AddMetrics().AddSingleton<RecallMetrics>();
        services.AddScoped<MemoryForgetting>();
        services.AddScoped<ForgottenMessages>();
        services.AddScoped<ForgottenPortrait>();
        services.AddEmbeddings(settings);
        return services;
    }
}
