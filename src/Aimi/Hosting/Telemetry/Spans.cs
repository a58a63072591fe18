using System.Diagnostics;

namespace Aimi.Hosting.Telemetry;

/// <summary>Where the program's own spans begin. Without an exporter nobody listens: <see cref="ActivitySource.StartActivity(string, ActivityKind)"/> is null and costs nothing.</summary>
internal static class Spans
{
    public static readonly ActivitySource Source = new("Aimi", Health.Version);

    /// <summary>
    /// What goes on now, as W3C's <c>traceparent</c>: kept in the rows that something follows from hours or weeks later. Null where no trace of it is kept, so that a row holds
    /// nothing that leads nowhere.
    /// </summary>
    public static string? Carried => Source.HasListeners() && Activity.Current is { Recorded: true } now ? now.Id : null;

    /// <summary>Begins a trace of its own, linked to what it follows from: that was days ago, or is many, and so is not its parent.</summary>
    /// <param name="begun">When it began, where that is over.</param>
    public static Activity? Follow(string name, ActivityKind kind, IEnumerable<string?> carried, DateTimeOffset begun = default)
    {
        if (!Source.HasListeners())
            return null;

        // A span without a parent takes the current one for it.
        Activity.Current = null;
        return Source.StartActivity(kind, parentContext: default, tags: null, Links(carried), begun, name);
    }

    /// <summary>Begins a trace of what came over a socket. It links to the request that opened that, which was hours ago, and kept or not decides nothing here.</summary>
    public static Activity? OverSocket(string name, string? opened)
    {
        var span = Follow(name, ActivityKind.Server, []);
        if (span is not null && ActivityContext.TryParse(opened, traceState: null, isRemote: true, out var request))
            span.AddLink(new ActivityLink(request));
        return span;
    }

    /// <summary>A run of a worker that found something to do.</summary>
    public static async Task<T> Run<T>(string worker, Func<Task<T>> work, CancellationToken stopping)
    {
        using var span = Follow(worker, ActivityKind.Internal, []);
        try
        {
            return await work();
        }
        catch (Exception failure)
        {
            span.Fail(failure, stopping);
            throw;
        }
    }

    /// <summary>A worker's run that takes away what is over: told when it is done, for most find nothing, and leave nothing then.</summary>
    /// <param name="sweep">Says how much it took away.</param>
    public static async Task<int> Sweep(string worker, Func<Task<int>> sweep)
    {
        if (!Source.HasListeners())
            return await sweep();

        // As spans count time, whatever clock the program goes by.
        var begun = TimeProvider.System.GetUtcNow();
        var swept = await sweep();
        if (swept > 0)
        {
            using var span = Follow(worker, ActivityKind.Internal, [], begun);
            span?.SetTag("aimi.swept", swept);
        }

        return swept;
    }

    /// <summary>A call of Redis that is part of something; asking now and then whether it is well is not.</summary>
    public static Task<T> Redis<T>(string operation, Func<Task<T>> call) => Source.HasListeners() && Activity.Current is not null ? Traced(operation, call) : call();

    private static async Task<T> Traced<T>(string operation, Func<Task<T>> call)
    {
        using var span = Source.StartActivity($"redis {operation}", ActivityKind.Client);
        span?.SetTag("db.system.name", "redis").SetTag("db.operation.name", operation);
        try
        {
            return await call();
        }
        catch (Exception failure)
        {
            span.Fail(failure.GetType().Name);
            throw;
        }
    }

    /// <summary>It failed, and why in a word; never what an exception says, which may repeat what a person wrote.</summary>
    public static void Fail(this Activity? span, string why) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", why);

    /// <summary>It failed; to be told to stop in the middle is no failure.</summary>
    public static void Fail(this Activity? span, Exception failure, CancellationToken stopping)
    {
        if (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
            span.Fail(failure.GetType().Name);
    }

    private static IEnumerable<ActivityLink> Links(IEnumerable<string?> carried)
    {
        foreach (var traceparent in carried.Distinct(StringComparer.Ordinal))
        {
            if (ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var context))
                yield return new ActivityLink(context);
        }
    }
}
