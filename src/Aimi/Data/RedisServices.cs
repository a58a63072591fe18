using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Data;

public static class RedisServices
{
    /// <summary>Registers the connection if the setting names a server; false where it does not.</summary>
    /// <exception cref="ArgumentException">The setting is not understood.</exception>
    public static bool TryAddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        var setting = configuration[RedisConnection.Setting];
        if (string.IsNullOrWhiteSpace(setting))
            return false;

        RedisConnection.Validate(setting);
        services.TryAddSingleton(_ => new RedisConnection(setting));
        return true;
    }
}
