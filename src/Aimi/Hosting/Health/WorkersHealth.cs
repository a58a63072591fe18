using Aimi.Workers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The work in the background of this process: bringing the database up to date, then the workers, until it is to stop.</summary>
internal sealed class WorkersHealth(Readiness readiness, WorkerStates states) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(readiness.State switch
    {
        ServingState.Starting => HealthCheckResult.Degraded("They wait for the database to answer."),
        ServingState.Migrating => HealthCheckResult.Degraded("They wait until the database is brought up to date, here or by another replica."),
        ServingState.Draining => HealthCheckResult.Healthy(),
        _ => Tell(states.Ailments()),
    });

    private static HealthCheckResult Tell(IReadOnlyList<WorkerAilment> ailments)
    {
        if (ailments.Count == 0)
            return HealthCheckResult.Healthy();

        var names = string.Join(", ", ailments.Select(ailment => ailment.Worker));
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["ailing"] = names };
        foreach (var ailment in ailments)
            data[ailment.Worker] = ailment.Failures > 0 ? $"failed {ailment.Failures} times in a row" : $"has not ended a run for {ailment.Idle.TotalSeconds:0} seconds";
        return HealthCheckResult.Degraded(
            $"Work in the background fails or hangs: {names}. The log says why (worker_failed); one that hangs though the database is well is ended by a restart.", data: data);
    }
}
