using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Aimi.Memory.Forgetting;
using Aimi.Sessions.Summaries;
using Aimi.Workers;
using Microsoft.Extensions.AI;

namespace Aimi.Sessions;

public static class SummaryServices
{
    /// <summary>What happens to sessions that ended.</summary>
    public static IServiceCollection AddSummaries(this IServiceCollection services)
    {
        services.AddSingleton<LastWords>();
        services.AddSingleton<RuleSummarizer>();
        services.AddSingleton<ISummarizer>(provider => provider.GetKeyedService<IChatClient>(ChatClients.Plain) is { } model
            ? ActivatorUtilities.CreateInstance<LlmSummarizer>(provider, model)
            : provider.GetRequiredService<RuleSummarizer>());
        services.AddMetrics<SummaryMetrics>();
        services.AddBacklog<SummaryBacklog>();
        services.AddScoped<SummaryQueue>();
        services.AddScoped<SessionClosing>();
        services.AddScoped<SessionMemories>();
        services.AddScoped<SessionTraces>();
        services.AddScoped<IForgetter, ForgottenSessions>();
        services.AddWorker<SessionSummaryWorker>();
        return services;
    }
}
