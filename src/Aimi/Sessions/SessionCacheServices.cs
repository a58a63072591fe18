using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Sessions;

public static class SessionCacheServices
{
    /// <summary>The session cache: in Redis where the setting <c>Redis</c> names one, else in the process's memory.</summary>
    public static IServiceCollection AddSessionCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ChatSessionOptions>().BindConfiguration(ChatSessionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SessionCacheOptions>().BindConfiguration(SessionCacheOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics<CacheMetrics>();

        if (!services.TryAddRedis(configuration))
        {
            services.AddSingleton<InProcessSessionCache>();
            services.AddSingleton<ISessionCache>(provider => provider.GetRequiredService<InProcessSessionCache>());
            services.AddSingleton<ICacheHealth>(provider => provider.GetRequiredService<InProcessSessionCache>());
            return services;
        }

        services.AddSingleton<RedisSessionCache>();
        services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<CircuitSessionCache>(provider, provider.GetRequiredService<RedisSessionCache>()));
        services.AddSingleton<ISessionCache>(provider => provider.GetRequiredService<CircuitSessionCache>());
        services.AddSingleton<ICacheHealth>(provider => provider.GetRequiredService<CircuitSessionCache>());
        services.AddHostedService<SessionCacheProbe>();
        return services;
    }
}
