using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>
/// Runs the checks, all at the same time and at most once a second, however many ask: whoever comes while they run waits for that run. It belongs to the process, not to
/// whoever came first: a caller that gives up ends its own wait alone.
/// </summary>
internal sealed partial class HealthReports(HealthCheckService checks, TimeProvider time, ILogger<HealthReports> log)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HealthStatus> _known = new(StringComparer.Ordinal);
    private Task<(HealthReport Report, long At)>? _run;

    public async Task<HealthReport> Latest(CancellationToken cancellationToken) => (await Current().WaitAsync(cancellationToken)).Report;

    private Task<(HealthReport Report, long At)> Current()
    {
        lock (_gate)
        {
            if (_run is { IsCompleted: false } || (_run is { IsCompletedSuccessfully: true } && time.GetElapsedTime(_run.GetAwaiter().GetResult().At) < Freshness))
                return _run;

            // Neither who asked nor what they are asked on behalf of goes along.
            using (ExecutionContext.SuppressFlow())
                return _run = Task.Run(Run);
        }
    }

    private async Task<(HealthReport Report, long At)> Run()
    {
        var report = await checks.CheckHealthAsync(CancellationToken.None);
        foreach (var (name, entry) in report.Entries)
        {
            var known = _known.GetValueOrDefault(name, HealthStatus.Healthy);
            _known[name] = entry.Status;
            if (entry.Status < known)
                Worse(name, Health.Word(entry.Status), entry.Description);
            else if (entry.Status > known)
                Better(name, Health.Word(entry.Status));
        }

        return (report, time.GetTimestamp());
    }

    [LoggerMessage(1120, LogLevel.Warning, "{What} is {Status}: {Reason}", EventName = "health_worse")]
    private partial void Worse(string what, Wellbeing status, string? reason);

    [LoggerMessage(1121, LogLevel.Information, "{What} is {Status} again", EventName = "health_better")]
    private partial void Better(string what, Wellbeing status);
}
