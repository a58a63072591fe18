using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>
/// A check that nobody waits for longer than its time, whether it heeds a cancellation or not: a disk that hangs does not. One that still hangs from before is not begun
/// again: each would hold a thread, or a connection, until none were left.
/// </summary>
internal sealed class PatientCheck(IHealthCheck check, TimeSpan patience, TimeProvider time) : IHealthCheck
{
    private Task<HealthCheckResult>? _running;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var late = new HealthCheckResult(context.Registration.FailureStatus, $"No answer within {patience.TotalSeconds:0} seconds: it hangs, is overloaded, or can not be reached.");
        if (_running is { IsCompleted: false })
            return late;

        using var giveUp = new CancellationTokenSource(patience, time);
        _running = Examine(context, giveUp.Token);
        try
        {
            return await _running.WaitAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            return late;
        }
    }

    private async Task<HealthCheckResult> Examine(HealthCheckContext context, CancellationToken giveUp)
    {
        try
        {
            return await Task.Run(() => check.CheckHealthAsync(context, giveUp), CancellationToken.None);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Only the kind: what a driver says may hold a part of the connection string.
            return new HealthCheckResult(context.Registration.FailureStatus, $"It could not be examined ({failure.GetType().Name}). Please report this.");
        }
    }
}
