using Aimi.Data;
using Aimi.Hosting;

namespace Aimi.Workers;

/// <summary>Runs a worker from when the process is ready until it ends, each time in a scope of its own. A failure is logged, told to health, and tried again later.</summary>
internal sealed partial class WorkerLoop<T>(
    IServiceScopeFactory scopes, Readiness readiness, WorkerStates states, TimeProvider time, ILogger<WorkerLoop<T>> log) : BackgroundService
    where T : class, IWorker
{
    /// <summary>The longest pause after failures in a row; the first is a second, and each is twice the last.</summary>
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stoppingToken.IsCancellationRequested)
            states.Began(T.Name, T.Pause);
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            TimeSpan pause;
            try
            {
                using var acting = Acting.AsService();
                await using var scope = scopes.CreateAsyncScope();
                var more = await scope.ServiceProvider.GetRequiredService<T>().RunOnce(stoppingToken);
                states.Succeeded(T.Name, T.Pause);
                (failures, pause) = (0, more ? TimeSpan.Zero : T.Pause);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                failures++;
                states.Failed(T.Name, failures, T.Pause);
                Failed(T.Name, failures, failure);
                pause = TimeSpan.FromSeconds(Math.Min(LongestBackoff.TotalSeconds, Math.Pow(2, failures - 1)));
            }

            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(1201, LogLevel.Error, "The worker {Worker} failed, time {Failures} in a row", EventName = "worker_failed")]
    private partial void Failed(string worker, int failures, Exception failure);
}
