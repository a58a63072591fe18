namespace Aimi.Hosting;

/// <summary>Whether this process may be sent requests.</summary>
public enum ServingState
{
    Starting,
    Migrating,
    Ready,
    Draining,
}

/// <summary>What the process is at. Requests other than to <c>/health</c> are refused with 503 until it is ready.</summary>
public sealed class Readiness
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ServingState _state;

    public ServingState State
    {
        get => _state;
        set
        {
            _state = value;
            if (value == ServingState.Ready)
                _ready.TrySetResult();
        }
    }

    /// <summary>Completes when the process is ready for the first time.</summary>
    public Task Ready => _ready.Task;
}

internal static class ReadinessGate
{
    /// <summary>Refuses what comes too early. A draining process still answers what reaches it: the balancer needs a moment to notice.</summary>
    public static IApplicationBuilder UseReadinessGate(this IApplicationBuilder app)
    {
        var readiness = app.ApplicationServices.GetRequiredService<Readiness>();
        return app.Use((context, next) =>
            readiness.State is ServingState.Ready or ServingState.Draining || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                ? next(context)
                : Problems.Of(503, "Aimi is starting. Try again shortly.").ExecuteAsync(context));
    }
}
