using Aimi.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static Microsoft.Extensions.Options.Options;

namespace Aimi.Tests.Sessions;

public sealed class CircuitSessionCacheTests
{
    private static readonly SessionCacheOptions Settings = new();

    private readonly FakeTimeProvider _time = new(Talk.Start);
    private readonly ScriptedCache _inner = new();
    private readonly LogLines<CircuitSessionCache> _log = new();
    private readonly Talk _talk = new();
    private readonly CircuitSessionCache _cache;

    public CircuitSessionCacheTests() => _cache = new(_inner, Create(Settings), _time, _log);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_the_cache_answers_is_handed_on()
    {
        var held = _talk.Snapshot(2);
        _inner.Answer = _ => Task.FromResult<SessionSnapshot?>(held);

        Assert.Same(held, await _cache.Read(_talk.UserId, Stop));
        Assert.Same(held, await Append());
        Assert.Equal(new CacheState(CacheKind.Redis, Degraded: false, Talk.Start), _cache.State);
    }

    [Fact(Timeout = 60_000)]
    public async Task No_operation_throws_and_after_the_first_failure_none_reaches_the_cache()
    {
        Func<Task>[] operations =
        [
            () => _cache.Append(_talk.UserId, _talk.After(1), [], Stop),
            () => _cache.AppendAndRead(_talk.UserId, _talk.After(1), [], Stop),
            () => _cache.Read(_talk.UserId, Stop),
            () => _cache.Replace(_talk.UserId, _talk.Snapshot(1), Stop),
            () => _cache.MarkRead(_talk.UserId, _talk.SessionId, 1, Stop),
            () => _cache.SetPendingAction(_talk.UserId, _talk.SessionId, "a", null, Stop),
            () => _cache.Clear(_talk.UserId, _talk.SessionId, Stop),
        ];
        foreach (var first in operations)
        {
            _inner.Answer = Fails;
            var calls = _inner.Calls;
            await first();
            foreach (var next in operations)
                await next();
            Assert.Equal(calls + 1, _inner.Calls);
            Assert.True(_cache.State.Degraded);

            _inner.Answer = Answers;
            await _cache.Probe(Stop);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_late_answer_is_waited_for_just_so_long_and_only_once()
    {
        var hung = new TaskCompletionSource<SessionSnapshot?>();
        _inner.Answer = _ => hung.Task;
        var waiting = Enumerable.Range(0, 64).Select(_ => Append()).ToArray();

        _time.Advance(Settings.SlowAfter - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(waiting, call => call.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.All(await Task.WhenAll(waiting), Assert.Null);

        Assert.True(Append().IsCompleted);
        Assert.Equal(64, _inner.Calls);
        Assert.Equal(new CacheState(CacheKind.Redis, Degraded: true, Talk.Start + Settings.SlowAfter), _cache.State);
        hung.SetException(new IOException());
    }

    [Fact(Timeout = 60_000)]
    public async Task It_says_once_that_the_cache_is_gone_and_once_that_it_is_back()
    {
        _inner.Answer = Fails;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Append()));
        await _cache.Probe(Stop);
        await _cache.Probe(Stop);
        Assert.Equal([LogLevel.Warning], _log.Lines.Select(line => line.Level));

        _time.Advance(TimeSpan.FromSeconds(7));
        _inner.Answer = Answers;
        await _cache.Probe(Stop);
        await _cache.Probe(Stop);
        Assert.Equal([LogLevel.Warning, LogLevel.Information], _log.Lines.Select(line => line.Level));
        Assert.Contains("7.0 s", _log.Lines.Last().Line, StringComparison.Ordinal);
        Assert.Equal(new CacheState(CacheKind.Redis, Degraded: false, Talk.Start.AddSeconds(7)), _cache.State);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_probe_that_hangs_opens_the_circuit_before_anybody_has_to_wait()
    {
        _inner.Answer = _ => new TaskCompletionSource<SessionSnapshot?>().Task;
        var probe = _cache.Probe(Stop);
        _time.Advance(Settings.SlowAfter);
        await probe;

        Assert.True(_cache.State.Degraded);
        Assert.True(Append().IsCompleted);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_caller_that_gives_up_is_no_fault_of_the_cache()
    {
        using var gaveUp = new CancellationTokenSource();
        _inner.Answer = token => new TaskCompletionSource<SessionSnapshot?>().Task.WaitAsync(token);
        var call = _cache.Read(_talk.UserId, gaveUp.Token);

        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.False(_cache.State.Degraded);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_probe_runs_by_itself_until_the_process_stops()
    {
        var probed = new SemaphoreSlim(0);
        var well = false;
        _inner.Answer = _ =>
        {
            // Decided before the test goes on: it makes the cache well as soon as it hears of the first probe, which has to fail.
            var answer = well ? Answers(Stop) : Fails(Stop);
            probed.Release();
            return answer;
        };
        using var probe = new SessionCacheProbe(_cache, Create(Settings), _time);

        await probe.StartAsync(Stop);
        await probed.WaitAsync(Stop);
        well = true;
        while (_cache.State is { Degraded: false })
            await Task.Yield();
        while (_cache.State is { Degraded: true })
        {
            _time.Advance(Settings.ProbeEvery);
            await Task.Yield();
        }

        await probe.StopAsync(Stop);
        Assert.True(probe.ExecuteTask!.IsCompletedSuccessfully);
    }

    private static Task<SessionSnapshot?> Fails(CancellationToken cancellationToken) => Task.FromException<SessionSnapshot?>(new IOException("gone"));

    private static Task<SessionSnapshot?> Answers(CancellationToken cancellationToken) => Task.FromResult<SessionSnapshot?>(null);

    private Task<SessionSnapshot?> Append() => _cache.AppendAndRead(_talk.UserId, _talk.After(1), [_talk.Message(1)], Stop);
}
