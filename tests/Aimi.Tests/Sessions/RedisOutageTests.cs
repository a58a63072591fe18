using Aimi.Data;
using Aimi.Messages;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static Microsoft.Extensions.Options.Options;

namespace Aimi.Tests.Sessions;

/// <summary>What becomes of the cache when its Redis is down, frozen, restarted or flushed: each test has a Redis of its own.</summary>
public sealed class RedisOutageTests : IAsyncDisposable
{
    private static readonly ChatSessionOptions Options = new();
    private static readonly SessionCacheOptions Settings = new();

    private readonly FakeTimeProvider _time = new();
    private readonly Talk _talk = new();
    private RedisProcess _server = RedisProcess.Down();
    private RedisConnection? _redis;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null)
            await _redis.DisposeAsync();
        _server.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_redis_that_is_down_from_the_start_is_used_once_it_is_there()
    {
        var cache = Connect();
        Assert.Null(await Say(cache, 1));
        Assert.True(cache.State.Degraded);

        await _server.Start();
        await Well(cache);

        Assert.Equal([1, 2], Seqs(await Say(cache, 1, 2)));
    }

    [Fact(Timeout = 60_000)]
    public async Task After_a_restart_it_goes_on_with_an_empty_redis_that_knows_no_script()
    {
        _server = await RedisProcess.Up();
        var cache = Connect();
        Assert.Equal([1, 2], Seqs(await Say(cache, 1, 2)));

        _server.Kill();
        Assert.Null(await Say(cache, 3));
        Assert.True(cache.State.Degraded);
        await _server.Start();
        await Well(cache);

        var held = await Say(cache, 4);
        Assert.Equal([4], Seqs(held));
        Assert.False(held!.Covers(_talk.After(4), Options));
        await cache.Replace(_talk.UserId, _talk.Snapshot(4), Stop);
        Assert.True((await cache.Read(_talk.UserId, Stop))!.Covers(_talk.After(4), Options));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_frozen_redis_costs_one_bounded_wait_and_is_used_again_when_it_thaws()
    {
        _server = await RedisProcess.Up();
        var cache = Connect();
        await Say(cache, 1);

        _server.Freeze();
        var waiting = Say(cache, 2);
        _time.Advance(Settings.SlowAfter);
        Assert.Null(await waiting);
        Assert.True(cache.State.Degraded);
        Assert.True(Say(cache, 3).IsCompleted);

        _server.Thaw();
        await Well(cache);
        Assert.Contains(4, Seqs(await Say(cache, 4)));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_flush_in_the_middle_is_noticed_and_healed()
    {
        _server = await RedisProcess.Up();
        var cache = Connect();
        await Say(cache, 1, 2);

        await (await _redis!.Connect()).GetDatabase().ExecuteAsync("FLUSHALL");

        Assert.Null(await cache.Read(_talk.UserId, Stop));
        Assert.False((await Say(cache, 3))!.Covers(_talk.After(3), Options));
        await cache.Replace(_talk.UserId, _talk.Snapshot(3), Stop);
        Assert.True((await Say(cache, 4))!.Covers(_talk.After(4), Options));
        Assert.False(cache.State.Degraded);
    }

    [Fact(Timeout = 60_000)]
    public async Task Scripts_are_sent_once_and_again_when_redis_forgot_them()
    {
        _server = await RedisProcess.Up();
        var cache = Connect();
        var redis = (await _redis!.Connect()).GetDatabase();
        async Task<int> Loads() =>
            ((string)(await redis.ExecuteAsync("INFO", "commandstats"))!).Split('\n')
                .Where(line => line.StartsWith("cmdstat_script|load:", StringComparison.Ordinal))
                .Select(line => int.Parse(line.Split('=', ',')[1], null)).SingleOrDefault();

        await Say(cache, 1, 2);
        Assert.Equal(1, await Loads());

        await redis.ExecuteAsync("SCRIPT", "FLUSH");
        Assert.Equal([1, 2, 3, 4], Seqs(await Say(cache, 3, 4)));
        Assert.Equal(2, await Loads());
        Assert.False(cache.State.Degraded);
    }

    private CircuitSessionCache Connect() => new(
        new RedisSessionCache(_redis = _server.Connect(), Create(Options)), Create(Settings), _time, NullLogger<CircuitSessionCache>.Instance);

    /// <summary>Probes until the connection is back and Redis answers in time.</summary>
    private async Task Well(CircuitSessionCache cache)
    {
        await RedisProcess.Reconnected(_redis!);
        await Patience.Until(async () =>
        {
            await cache.Probe(Stop);
            return !cache.State.Degraded;
        });
    }

    private async Task<SessionSnapshot?> Say(CircuitSessionCache cache, params long[] seqs)
    {
        SessionSnapshot? held = null;
        foreach (var seq in seqs)
            held = await cache.AppendAndRead(_talk.UserId, _talk.After(seq), [_talk.Message(seq)], Stop);
        return held;
    }

    private static IEnumerable<long> Seqs(SessionSnapshot? snapshot) => snapshot!.Messages.Select(message => message.Seq);
}
