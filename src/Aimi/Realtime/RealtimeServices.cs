using Aimi.Data;
using Aimi.Hosting.Telemetry;

namespace Aimi.Realtime;

public static class RealtimeServices
{
    /// <summary>Frames to every socket; to those of other replicas over Redis where the setting <c>Redis</c> names one, else there are no others.</summary>
    public static IServiceCollection AddRealtime(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton<RealtimeHub>();
        services.AddMetrics<SocketMetrics>();
        services.AddScoped<Notifications>();
        return services.TryAddRedis(settings)
            ? services.AddSingleton<IBackplane, RedisBackplane>()
            : services.AddSingleton<IBackplane, InProcessBackplane>();
    }
}
