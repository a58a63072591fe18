using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Hosting;

/// <summary>How the checks are run, whatever they find: shared, together, in time. And who is told what.</summary>
public sealed class HealthReportTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private readonly ScriptedProbe _database = new();

    [Fact]
    public async Task A_check_that_hangs_keeps_nobody_waiting_beyond_its_time_and_is_not_begun_again()
    {
        await using var aimi = await Start();
        using var probe = new HealthProbe(aimi.Address);
        _database.Answer = new();
        var asking = Enumerable.Range(0, 20).Select(_ => probe.Ask()).ToList();
        await _database.Asked();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.All(await Task.WhenAll(asking), health =>
        {
            Assert.Equal((503, "unavailable", "unavailable", "ok"), (health.Status, health.Word, health.Of("database"), health.Of("cache")));
            Assert.Contains("within 3 seconds", health.Detail("database"), StringComparison.Ordinal);
        });
        Assert.Equal(200, (await probe.Ask("/health/ready")).Status);

        // It hangs still, and is not waited for: time stands.
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("unavailable", (await probe.Ask()).Of("database"));
        Assert.Equal(1, _database.Asks);

        _database.Answer.SetResult(DatabaseState.Well);
        await probe.Until(health => health.Word == "ok", meanwhile: () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(2, _database.Asks);
    }

    [Fact]
    public async Task The_checks_run_at_the_same_time()
    {
        _database.Answer = new();
        await using var aimi = await Start(services => services.AddHealthChecks().AddAsyncCheck("other", async () =>
        {
            // Neither ends before both have begun.
            await _database.Asked();
            _database.Answer.SetResult(DatabaseState.Well);
            return HealthCheckResult.Healthy();
        }));
        using var probe = new HealthProbe(aimi.Address);
        Assert.Equal("ok", (await probe.Ask()).Word);
    }

    [Fact]
    public async Task Who_gives_up_ends_only_their_own_wait()
    {
        await using var aimi = await Start();
        using var http = new HttpClient { BaseAddress = aimi.Address };
        using var probe = new HealthProbe(aimi.Address);
        _database.Answer = new();
        using var impatient = new CancellationTokenSource();
        var first = http.GetAsync("/health", impatient.Token);
        await _database.Asked();
        var second = probe.Ask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);

        _database.Answer.SetResult(DatabaseState.Well);
        Assert.Equal("ok", (await second).Word);
        Assert.False(_database.WasCancelled);
        Assert.Equal(1, _database.Asks);
    }

    [Fact]
    public async Task A_check_that_fails_in_an_unforeseen_way_tells_its_kind_and_not_its_words()
    {
        await using var aimi = await Start();
        using var probe = new HealthProbe(aimi.Address);
        _database.Answer = new();
        _database.Answer.SetException(new InvalidOperationException("Host=db;Password=S3cret"));
        var health = await probe.Ask();
        Assert.Equal("unavailable", health.Of("database"));
        Assert.Contains(nameof(InvalidOperationException), health.Detail("database"), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", health.Body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_accounts_strangers_learn_what_ails_but_not_why_and_the_port_for_metrics_tells_it()
    {
        var metrics = FreePort.Find();
        await using var aimi = await Start(settings: new(StringComparer.Ordinal) { ["Accounts:Mode"] = "multi", ["Telemetry:MetricsPort"] = $"{metrics}" });
        _database.Answer.TrySetResult(DatabaseState.Away("PostgreSQL sits in a cupboard."));
        using var stranger = new HealthProbe(aimi.Address);
        using var operators = HealthProbe.OfPort(metrics);

        var bare = await stranger.Ask();
        Assert.Equal((503, "unavailable", "unavailable", "ok"), (bare.Status, bare.Word, bare.Of("database"), bare.Of("llm")));
        Assert.All(bare.Body["checks"]!.AsObject(), check => Assert.Equal(["status"], check.Value!.AsObject().Select(member => member.Key)));
        Assert.Equal(200, (await stranger.Ask("/health/live")).Status);

        var full = await operators.Ask();
        Assert.Equal((503, "PostgreSQL sits in a cupboard.", "scripted"), (full.Status, full.Detail("database"), full.Data("database", "kind")));
        Assert.Equal(404, (await operators.Ask("/health/else")).Status);
    }

    private Task<AimiProcess> Start(Action<IServiceCollection>? services = null, Dictionary<string, string?>? settings = null) =>
        AimiProcess.Start(database, redis: null, _time, settings, services: all =>
        {
            all.Replace(ServiceDescriptor.Singleton<IDatabaseProbe>(_database));
            services?.Invoke(all);
        });

    /// <summary>Answers when the test says so, and heeds no cancellation, as a disk.</summary>
    private sealed class ScriptedProbe : IDatabaseProbe
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asks;

        public TaskCompletionSource<DatabaseState> Answer { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asks => _asks;

        public bool WasCancelled { get; private set; }

        public string Kind => "scripted";

        public Task Asked() => _asked.Task.WaitAsync(Patience.Longest);

        public async Task<DatabaseState> Ask(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asks);
            _asked.TrySetResult();
            var state = await Answer.Task;
            WasCancelled = cancellationToken.IsCancellationRequested;
            return state;
        }
    }
}
