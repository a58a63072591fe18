using System.Diagnostics.Metrics;

namespace Aimi.Hosting.Telemetry;

/// <summary>What a feature tells of itself in numbers.</summary>
internal interface IMetrics
{
    /// <summary>
    /// Once, where somebody takes the metrics. Registers what is not counted but looked at, which must answer at once; and lets counters begin at 0: to who asks for an increase
    /// the first failure would be none, if the counter began with it.
    /// </summary>
    void Begin(Meter meter);
}

internal static class MetricsServices
{
    public static IServiceCollection AddMetrics<TMetrics>(this IServiceCollection services)
        where TMetrics : class, IMetrics =>
        services.AddMetrics().AddSingleton<TMetrics>().AddSingleton<IMetrics>(provider => provider.GetRequiredService<TMetrics>());
}

/// <summary>Lets them begin, once there is who listens.</summary>
internal sealed class MetricsBeginning(IMeterFactory meters, IEnumerable<IMetrics> all) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var metrics in all)
            metrics.Begin(meters.Create(Instruments.Meter));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
