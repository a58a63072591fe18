using System.Diagnostics.Metrics;
using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>What is looked at when somebody asks.</summary>
public sealed class GaugeTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Measurements _measured;

    public GaugeTests() => _measured = new Measurements(Meters);

    private IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public void Dispose()
    {
        _measured.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_process_is_in_one_state()
    {
        var readiness = new Readiness { State = ServingState.Migrating };
        Begin(new ServingMetrics(readiness));
        Assert.Equal(["0 state=starting", "1 state=migrating", "0 state=ready", "0 state=draining"], _measured.Shown("aimi.serving"));
        readiness.State = ServingState.Ready;
        Assert.Equal(["0 state=starting", "0 state=migrating", "1 state=ready", "0 state=draining"], _measured.Shown("aimi.serving"));
    }

    [Fact]
    public void A_worker_is_idle_since_it_last_succeeded_and_not_since_it_failed()
    {
        var time = new FakeTimeProvider(A.Now);
        var states = new WorkerStates(time);
        Begin(new WorkerMetrics(Meters, states));
        states.Begins("planner", TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(7));
        states.Failed("planner", 1);
        Assert.Equal(["7 worker=planner"], _measured.Shown("aimi.worker.idle"));
        states.Succeeded("planner");
        Assert.Equal(["0 worker=planner"], _measured.Shown("aimi.worker.idle"));
    }

    [Fact]
    public void A_cache_that_does_not_answer_holds_nothing_and_is_told_nothing()
    {
        var redis = new Redis();
        var cache = new CacheMetrics(Meters, redis);
        Begin(cache);
        Assert.Equal(["0 result=hit", "0 result=miss", "0 result=unavailable"], _measured.Counted("aimi.cache.read"));
        cache.Read(isWhole: false);
        cache.Rebuilt();
        Assert.Equal(["0 result=hit", "0 result=unavailable", "1 result=miss"], _measured.Counted("aimi.cache.read"));
        Assert.Equal(["1"], _measured.Counted("aimi.cache.rebuild"));
        Assert.Equal(["0"], _measured.Shown("aimi.cache.circuit.open"));

        redis.IsAway = true;
        Assert.Equal(["1"], _measured.Shown("aimi.cache.circuit.open"));
        cache.Read(isWhole: false);
        cache.Rebuilt();
        Assert.Equal(["1 result=unavailable"], _measured.Counted("aimi.cache.read"));
        Assert.Empty(_measured.Counted("aimi.cache.rebuild"));
    }

    private void Begin(IMetrics metrics) => metrics.Begin(Meters.Create("Aimi"));

    private sealed class Redis : ICacheHealth
    {
        public bool IsAway { get; set; }

        public CacheState State => new(CacheKind.Redis, IsAway, A.Now);
    }
}
