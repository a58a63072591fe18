using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Workers;

public static class WorkerServices
{
    /// <summary>Registers a worker, scoped, and the loop that runs it.</summary>
    public static IServiceCollection AddWorker<T>(this IServiceCollection services)
        where T : class, IWorker
    {
        services.TryAddSingleton<WorkerStates>();
        services.AddScoped<T>();
        services.AddHostedService<WorkerLoop<T>>();
        return services;
    }
}
