using Aimi.Hosting.Resources;
using Aimi.Sessions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The session cache; without it the database serves alone, slower. It is probed all the time: nobody asks it here.</summary>
internal sealed class CacheHealth(ICacheHealth cache) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = cache.State;
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["kind"] = state.Kind.Word(),
            ["since"] = WireJson.Instant(state.Since),
        };
        return Task.FromResult(state.Degraded
            ? HealthCheckResult.Degraded("Redis does not answer, or too slowly; the database serves alone, slower. Check that it runs, and AIMI__Redis.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
