using Aimi.Assistant.Offline;
using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Llm;

internal static class LlmServices
{
    /// <summary>Who answers: the models that the setting <c>Llm</c> names, or the assistant that needs none.</summary>
    public static IServiceCollection AddLlm(this IServiceCollection services, IConfiguration settings)
    {
        services.AddOptions<LlmOptions>().Bind(settings).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LlmMetrics>();
        services.AddSingleton<DailyBudget>();
        services.AddSingleton<LlmModels>();
        services.AddMetrics<ChainMetrics>();
        services.AddSingleton<IChatClient>(provider => provider.GetRequiredService<LlmModels>() is { All.Count: > 0 } models
            ? Chain(provider, models.All, new OfflineChatClient(), models.EndsOffline)
            : new OfflineChatClient());
        services.AddKeyedSingleton<IChatClient>(
            ChatClients.Plain, (provider, _) => Chain(provider, provider.GetRequiredService<LlmModels>().All, offline: null, endsOffline: false));
        return services;
    }

    private static FallbackChatClient Chain(IServiceProvider provider, IReadOnlyList<ChainedModel> models, IChatClient? offline, bool endsOffline) =>
        new(
            models, offline, endsOffline, provider.GetRequiredService<DailyBudget>(), provider.GetRequiredService<LlmMetrics>(),
            provider.GetRequiredService<ILogger<FallbackChatClient>>());
}
