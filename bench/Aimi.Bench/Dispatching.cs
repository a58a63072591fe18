using Aimi.Hosting;
using Aimi.Reminders;
using Aimi.Workers;

namespace Aimi.Bench;

/// <summary>Aimi with the dispatcher called by hand instead of by its loop; all else is as it runs.</summary>
internal sealed class Dispatching : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;

    private Dispatching(WebApplication app, DirectoryInfo data) => (_app, _data) = (app, data);

    public static async Task<Dispatching> On(Backends backends, CancellationToken cancellationToken)
    {
        var data = Directory.CreateTempSubdirectory("aimi-bench-");
        var app = Program.Build(
            [new("Port", "0"), new("Data", data.FullName), new("Database", backends.Postgres), new("Redis", backends.Redis)],
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                var loops = builder.Services.Where(service => service.ImplementationType is { IsGenericType: true } loop && loop.GetGenericTypeDefinition() == typeof(WorkerLoop<>)).ToList();
                foreach (var loop in loops)
                    builder.Services.Remove(loop);
            });
        await app.StartAsync(cancellationToken);
        await app.Services.GetRequiredService<Readiness>().Ready;
        return new Dispatching(app, data);
    }

    /// <summary>Until nothing is due.</summary>
    public async Task Drain(CancellationToken cancellationToken)
    {
        var more = true;
        while (more)
        {
            await using var scope = _app.Services.CreateAsyncScope();
            more = await scope.ServiceProvider.GetRequiredService<ReminderDispatcher>().RunOnce(cancellationToken);
        }
    }

    /// <summary>What is done while the dispatcher's own loop runs, with its pauses.</summary>
    public async Task Beside(Func<Task> work, CancellationToken cancellationToken)
    {
        using var loop = ActivatorUtilities.CreateInstance<WorkerLoop<ReminderDispatcher>>(_app.Services);
        await loop.StartAsync(cancellationToken);
        await work();
        await loop.StopAsync(cancellationToken);
    }

    /// <summary>Everybody's reminders, as the horizon worker plans them.</summary>
    public async Task Plan(CancellationToken cancellationToken)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReminderHorizonWorker>().RunOnce(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
