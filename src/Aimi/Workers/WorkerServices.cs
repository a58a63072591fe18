using Aimi.Hosting.Telemetry;

namespace Aimi.Workers;

public static class WorkerServices
{
    /// <summary>Registers a worker, scoped, and the loop that runs it.</summary>
    public static IServiceCollection AddWorker<T>(this IServiceCollection services)
        where T : class, IWorker
    {
        if (services.All(service => service.ServiceType != typeof(WorkerStates)))
            services.AddSingleton<WorkerStates>().AddMetrics<WorkerMetrics>();
        services.AddScoped<T>();
        services.AddHostedService<WorkerLoop<T>>();
        return services;
    }

    /// <summary>Registers what waits in a queue of the database, to be counted and told.</summary>
    internal static IServiceCollection AddBacklog<TBacklog>(this IServiceCollection services)
        where TBacklog : class, IBacklog =>
        services.AddMetrics<TBacklog>().AddSingleton<IBacklog>(provider => provider.GetRequiredService<TBacklog>());
}
