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
            // The first one connects, too, in a process that is just starting: slow then says nothing about Redis.
            await cache.Probe(options.Value.ProbeEvery, stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await cache.Probe(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
