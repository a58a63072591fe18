using Microsoft.Extensions.Options;

namespace Aimi.Sessions;

/// <summary>
/// Probes the cache as long as the process lives, so that it is used again soon after it is well, and <c>/health</c> is true when nobody talks.
/// </summary>
internal sealed class SessionCacheProbe(CircuitSessionCache cache, IOptions<SessionCacheOptions> options, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ProbeEvery, time);
        try
        {
            do
                await cache.Probe(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
