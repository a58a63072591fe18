using Aimi.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The database serves; without it nothing works.</summary>
internal sealed class DatabaseHealth(IDatabaseProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var state = await probe.Ask(cancellationToken);
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["kind"] = probe.Kind };
        return !state.Serves ? HealthCheckResult.Unhealthy(state.Trouble, data: data)
            : state.Trouble is null ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded(state.Trouble, data: data);
    }
}
