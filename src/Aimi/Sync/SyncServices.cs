using Aimi.Workers;

namespace Aimi.Sync;

public static class SyncServices
{
    public static IServiceCollection AddSync(this IServiceCollection services)
    {
        services.AddScoped<SyncLog>();
        services.AddScoped<SyncBodies>();
        services.AddScoped<SyncPages>();
        services.AddWorker<TombstoneSweeper>();
        return services;
    }
}
