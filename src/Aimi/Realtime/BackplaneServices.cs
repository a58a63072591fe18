using Aimi.Data;

namespace Aimi.Realtime;

public static class BackplaneServices
{
    /// <summary>The frames' way to the other replicas: Redis where the setting <c>Redis</c> names one, else there are no others.</summary>
    public static IServiceCollection AddBackplane(this IServiceCollection services, IConfiguration configuration) =>
        services.TryAddRedis(configuration)
            ? services.AddSingleton<IBackplane, RedisBackplane>()
            : services.AddSingleton<IBackplane, InProcessBackplane>();
}
