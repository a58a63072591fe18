namespace Aimi.Hosting;

/// <summary>Whether this process may be sent requests.</summary>
public enum ServingState
{
    /// <summary>It has not reached its database yet.</summary>
    Starting,

    /// <summary>The database is being brought up to date, here or, under a lock that is waited for, by another replica.</summary>
    Migrating,
    Ready,

    /// <summary>It was told to stop, and finishes what is in progress.</summary>
    Draining,
}

/// <summary>What the process is at. Requests other than to <c>/health</c> are refused with 503 until it is ready.</summary>
public sealed class Readiness : IDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _draining = new();
    private readonly Lock _gate = new();
    private volatile ServingState _state;

    public ServingState State
    {
        get => _state;
        set
        {
            lock (_gate)
            {
                // Nothing leads back from there: a start that is told to stop may still come to its end.
                if (_state == ServingState.Draining)
                    return;
                _state = value;
            }

            if (value == ServingState.Ready)
                _ready.TrySetResult();
            else if (value == ServingState.Draining)
                _draining.Cancel();
        }
    }

    /// <summary>Completes when the process is ready for the first time.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Cancelled when the process was told to stop: from then on it takes up nothing new.</summary>
    public CancellationToken Draining => _draining.Token;

    public void Dispose() => _draining.Dispose();
}

internal static class ReadinessGate
{
    private const string Leaving = "Aimi is being stopped here. Try again shortly.";

    /// <summary>
    /// Refuses what comes too early. A draining process still answers what reaches it, for a balancer needs a moment to notice, and asks each client to connect anew, which
    /// leads it elsewhere; what would outlast the process is refused by <see cref="NotWhileDraining"/>.
    /// </summary>
    public static IApplicationBuilder UseReadinessGate(this IApplicationBuilder app)
    {
        var readiness = app.ApplicationServices.GetRequiredService<Readiness>();
        app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => readiness.State = ServingState.Draining);
        return app.Use((context, next) =>
        {
            if (readiness.State == ServingState.Draining)
                context.Response.Headers.Connection = "close";
            return readiness.State is ServingState.Ready or ServingState.Draining || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                ? next(context)
                : Problems.Of(503, "Aimi is starting. Try again shortly.").ExecuteAsync(context);
        });
    }

    /// <summary>Refuses with 503 what a process that ends could not bring to its end: a socket, an import.</summary>
    public static TBuilder NotWhileDraining<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(async (call, next) =>
            call.HttpContext.RequestServices.GetRequiredService<Readiness>().State == ServingState.Draining ? Problems.Of(503, Leaving) : await next(call));
}
