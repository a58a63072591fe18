using Aimi.Messages;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Hosting;

/// <summary>What <c>/health</c> says of workers that get nothing done, among all that do. Time stands, and is moved.</summary>
public sealed class HealthWorkerTests(SqliteDatabase database) : IClassFixture<SqliteDatabase>
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private readonly Scripted _script = new();

    [Fact]
    public async Task A_worker_that_hangs_is_named_until_it_ends_its_run()
    {
        await using var aimi = await Start<Hanging>();
        using var probe = new HealthProbe(aimi.Address);
        await _script.Begun.Task.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        Assert.Equal("ok", (await probe.Ask()).Of("workers"));

        _time.Advance(TimeSpan.FromSeconds(62));
        var health = await Until(probe, health => health.Data("workers", "ailing") == Hanging.Name);
        Assert.Equal((200, "degraded", "degraded"), (health.Status, health.Word, health.Of("workers")));
        Assert.Contains(Hanging.Name, health.Detail("workers"), StringComparison.Ordinal);
        Assert.StartsWith("has not ended a run for ", health.Data("workers", Hanging.Name), StringComparison.Ordinal);
        Assert.Equal(200, (await probe.Ask("/health/ready")).Status);

        _script.Finish.SetResult();
        await Until(probe, health => health.Of("workers") == "ok");
    }

    [Fact]
    public async Task A_worker_that_takes_no_longer_than_its_work_may_is_well()
    {
        await using var aimi = await Start<Slow>();
        using var probe = new HealthProbe(aimi.Address);
        await _script.Begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Pass(probe, Slow.Longest);
        await probe.Until(health => health.Of("workers") == "ok");
        await Until(probe, health => health.Data("workers", "ailing") == Slow.Name);
    }

    [Fact]
    public async Task A_summary_that_waits_for_a_slow_model_is_no_worker_that_hangs()
    {
        var (user, session) = (A.User(), Guid.CreateVersion7());
        var said = A.Message(user, 1);
        await database.Save(user, new Conversation { UserId = user.Id }, A.Summary(user, session), new ChatMessage
        {
            UserId = user.Id,
            Id = said.Id,
            SessionId = session,
            Seq = 1,
            Role = MessageRole.User,
            Text = "Меня зовут Аня, и в марте я переезжаю в Казань.",
            OccurredAt = A.Now,
        });
        await using var model = await StubLlm.Start();
        model.Reply = _ => StubReply.Nothing.Hangs();
        await using var aimi = await AimiProcess.Start(
            database, redis: null, _time, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Llm"] = "openai:stub", ["LlmUrl"] = model.Url.ToString(), ["LlmFirstWord"] = "00:01:30" });
        using var probe = new HealthProbe(aimi.Address);
        await model.Arrival();
        await Pass(probe, TimeSpan.FromSeconds(80));
        await probe.Until(health => health.Of("workers") == "ok");
    }

    [Fact]
    public async Task A_worker_that_fails_again_and_again_is_named_until_it_succeeds()
    {
        await using var aimi = await Start<Failing>();
        using var probe = new HealthProbe(aimi.Address);
        var health = await Until(probe, health => health.Data("workers", "ailing") == Failing.Name);
        Assert.Equal((200, "degraded"), (health.Status, health.Word));
        Assert.Matches("^failed [0-9]+ times in a row$", health.Data("workers", Failing.Name));
        Assert.DoesNotContain("S3cret", health.Body.ToJsonString(), StringComparison.Ordinal);

        _script.Finish.SetResult();
        await Until(probe, health => health.Of("workers") == "ok");
    }

    private Task<HealthProbe.Health> Until(HealthProbe probe, Func<HealthProbe.Health, bool> there) =>
        probe.Until(there, meanwhile: () => _time.Advance(TimeSpan.FromSeconds(1)));

    // Second by second: the others have their turns meanwhile.
    private async Task Pass(HealthProbe probe, TimeSpan span)
    {
        var until = _time.GetUtcNow() + span;
        await probe.Until(_ => _time.GetUtcNow() >= until, meanwhile: () => _time.Advance(TimeSpan.FromSeconds(1)));
    }

    private Task<AimiProcess> Start<TWorker>()
        where TWorker : class, IWorker =>
        AimiProcess.Start(database, redis: null, _time, services: services => services.AddSingleton(_script).AddWorker<TWorker>());

    private sealed class Scripted
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Finish { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Hanging(Scripted script) : IWorker
    {
        public static string Name => "hanging";

        public static TimeSpan Pause => TimeSpan.FromSeconds(1);

        public async Task<bool> RunOnce(CancellationToken cancellationToken)
        {
            script.Begun.TrySetResult();
            await script.Finish.Task.WaitAsync(cancellationToken);
            return false;
        }
    }

    private sealed class Slow(Scripted script) : IWorker
    {
        public static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

        public static string Name => "slow";

        public static TimeSpan Pause => TimeSpan.FromSeconds(1);

        public TimeSpan LongestRun => Longest;

        public async Task<bool> RunOnce(CancellationToken cancellationToken)
        {
            script.Begun.TrySetResult();
            await script.Finish.Task.WaitAsync(cancellationToken);
            return false;
        }
    }

    private sealed class Failing(Scripted script) : IWorker
    {
        public static string Name => "failing";

        public static TimeSpan Pause => TimeSpan.FromSeconds(1);

        public Task<bool> RunOnce(CancellationToken cancellationToken) =>
            script.Finish.Task.IsCompleted ? Task.FromResult(false) : throw new InvalidOperationException("S3cret");
    }
}
