using Aimi.Data;
using Aimi.Hosting;

namespace Aimi.Workers;

/// <summary>Runs a worker from when the process is ready until it is told to stop, each time in a scope of its own. A failure is logged, told to health, and tried again later.</summary>
internal sealed partial class WorkerLoop<T>(
    IServiceScopeFactory scopes, Readiness readiness, WorkerStates states, WorkerMetrics metrics, TimeProvider time, ILogger<WorkerLoop<T>> log) : BackgroundService
    where T : class, IWorker
{
    /// <summary>The longest pause after failures in a row; the first is a second, and each is twice the last.</summary>
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // At once, and not in its turn among all that the host stops: what it gives back is there for others while this process finishes what it had begun.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, readiness.Draining);
        await Run(stopping.Token);
    }

    private async Task Run(CancellationToken stoppingToken)
    {
        await readiness.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            TimeSpan pause;
            var begun = time.GetTimestamp();
            try
            {
                using var acting = Acting.AsService();
                await using var scope = scopes.CreateAsyncScope();
                var worker = scope.ServiceProvider.GetRequiredService<T>();
                states.Begins(T.Name, T.Pause + worker.LongestRun);
                var more = await worker.RunOnce(stoppingToken);
                states.Succeeded(T.Name);
                metrics.Ran(T.Name, time.GetElapsedTime(begun), isDone: true);
                (failures, pause) = (0, more ? TimeSpan.Zero : T.Pause);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                failures++;
                states.Failed(T.Name, failures);
                metrics.Ran(T.Name, time.GetElapsedTime(begun), isDone: false);
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
