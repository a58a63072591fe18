using System.Text.Json;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Sessions;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;
using static Microsoft.Extensions.Options.Options;

namespace Aimi.Tests.Sessions;

public sealed class RedisSessionCacheTests : SessionCacheBehaviour, IAsyncLifetime
{
    private readonly RedisConnection _redis = SharedRedis.Connect();
    private IDatabase _database = null!;

    public RedisSessionCacheTests() => Cache = new RedisSessionCache(_redis, Create(Options));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected override ISessionCache Cache { get; }

    public async ValueTask InitializeAsync() => _database = (await _redis.Connect()).GetDatabase();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private protected override async Task LetExpire(Guid userId)
    {
        foreach (var key in new[] { RedisSessionCache.ListKey(userId), RedisSessionCache.MetaKey(userId) })
        {
            Assert.InRange((await _database.KeyTimeToLiveAsync(key))!.Value, Options.Timeout, SessionCacheOptions.TimeToLive(Options));
            await _database.KeyExpireAsync(key, TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task The_keys_hold_what_the_design_says()
    {
        var talk = new Talk();
        var reply = talk.Message(2, "Как «дела»?") with { Metadata = new MessageMetadata { Tags = ["mood"] } };
        await Cache.Append(talk.UserId, talk.After(2), [talk.Message(1), reply], Stop);
        await Cache.SetPendingAction(talk.UserId, talk.SessionId, "confirm", "1", Stop);

        var list = await _database.ListRangeAsync($"session:{{{talk.UserId}}}");
        Assert.Equal(
            $$$"""{"seq":2,"message_id":"{{{reply.MessageId}}}","role":"assistant","text":"Как «дела»?","metadata":""" +
            """{"tags":["mood"]},"occurred_at":"2026-03-15T18:30:02+00:00","read":false}""",
            list[1]);
        Assert.Equal(
            [
                "count=2", "first_seq=1", "last_active_at=2026-03-15T18:30:02.0000000Z", "last_seq=2", "pending_action:confirm=1", "read_seq=1",
                $"session_id={talk.SessionId}", "started_at=2026-03-15T18:30:00.0000000Z",
            ],
            (await _database.HashGetAllAsync($"session_meta:{{{talk.UserId}}}")).Select(field => $"{field.Name}={field.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_operation_is_one_round_trip()
    {
        var talk = new Talk();
        var rounds = new ProfilingSession();
        var other = new Talk(userId: talk.UserId);
        Func<Task>[] operations =
        [
            () => Cache.AppendAndRead(talk.UserId, talk.After(1), [talk.Message(1)], Stop),
            () => Cache.Append(talk.UserId, talk.After(2), [talk.Message(2)], Stop),
            () => Cache.Read(talk.UserId, Stop),
            () => Cache.MarkRead(talk.UserId, talk.SessionId, 2, Stop),
            () => Cache.SetPendingAction(talk.UserId, talk.SessionId, "confirm", "1", Stop),
            () => Cache.Replace(talk.UserId, talk.Snapshot(40), Stop),
            () => Cache.Clear(talk.UserId, other.SessionId, Stop),
            () => Cache.Clear(talk.UserId, talk.SessionId, Stop),
        ];
        foreach (var operation in operations)
            await operation(); // Redis learns the scripts

        (await _redis.Connect()).RegisterProfiler(() => rounds);
        foreach (var operation in operations)
        {
            await operation();
            Assert.Single(rounds.FinishProfiling());
        }
    }

    [Fact]
    public async Task Keys_of_a_wrong_type_are_taken_for_absent_and_overwritten()
    {
        foreach (var (wrongList, wrongMeta) in new[] { (true, false), (false, true), (true, true) })
        {
            var talk = new Talk();
            async Task Break()
            {
                if (wrongList)
                    await _database.StringSetAsync(RedisSessionCache.ListKey(talk.UserId), "{}");
                if (wrongMeta)
                {
                    await _database.KeyDeleteAsync(RedisSessionCache.MetaKey(talk.UserId));
                    await _database.ListLeftPushAsync(RedisSessionCache.MetaKey(talk.UserId), "x");
                }
            }

            await talk.Said(Cache, 1, 2);
            await Break();
            Assert.Empty((await Cache.Read(talk.UserId, Stop))?.Messages ?? []);
            await Cache.MarkRead(talk.UserId, talk.SessionId, 2, Stop);
            await Cache.SetPendingAction(talk.UserId, talk.SessionId, "confirm", "1", Stop);

            Assert.Equal([3], (await Cache.AppendAndRead(talk.UserId, talk.After(3), [talk.Message(3)], Stop))!.Messages.Select(message => message.Seq));

            await Break();
            await Cache.Replace(talk.UserId, talk.Snapshot(3), Stop);
            Assert.True((await Cache.Read(talk.UserId, Stop))!.Covers(talk.After(3), Options));

            await Break();
            await Cache.Clear(talk.UserId, talk.SessionId, Stop);
            Assert.False(await _database.KeyExistsAsync(RedisSessionCache.ListKey(talk.UserId)));
            Assert.False(await _database.KeyExistsAsync(RedisSessionCache.MetaKey(talk.UserId)));
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("""{"seq":99""")]
    [InlineData("""{"seq":99,"message_id":null}""")]
    [InlineData("""{"seq":2,"text":"Привет","read":false}""")]
    [InlineData("""{"seq":1,"message_id":"0195a1b2-0000-7000-8000-000000000000","role":"user","text":"","metadata":{},"occurred_at":"2026-03-15T18:30:00Z","read":true}""")]
    public async Task Garbage_among_the_messages_is_left_out_and_swept_out_by_the_rebuild(string garbage)
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 2);
        await _database.ListRightPushAsync(RedisSessionCache.ListKey(talk.UserId), garbage);

        Assert.Equal([1, 2], (await Cache.Read(talk.UserId, Stop))!.Messages.Select(message => message.Seq));
        var held = await Cache.AppendAndRead(talk.UserId, talk.After(4), [talk.Message(4)], Stop);
        Assert.False(held!.Covers(talk.After(4), Options));

        await Cache.Replace(talk.UserId, talk.Snapshot(4), Stop);
        Assert.True((await Cache.Read(talk.UserId, Stop))!.Covers(talk.After(4), Options));
        Assert.Equal(4, await _database.ListLengthAsync(RedisSessionCache.ListKey(talk.UserId)));
    }

    [Theory]
    [InlineData("session_id", "")]
    [InlineData("first_seq", "abc")]
    [InlineData("last_seq", "-")]
    [InlineData("started_at", "yesterday")]
    [InlineData("last_active_at", "")]
    public async Task A_garbled_head_is_nothing_and_is_overwritten(string field, string value)
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 2);
        await _database.HashSetAsync(RedisSessionCache.MetaKey(talk.UserId), field, value);

        Assert.Null(await Cache.Read(talk.UserId, Stop));
        Assert.Equal(talk.After(3), (await Cache.AppendAndRead(talk.UserId, talk.After(3), [talk.Message(3)], Stop))!.Session);
    }

    [Fact]
    public async Task One_of_the_keys_that_went_missing_is_noticed()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 2);
        await _database.KeyDeleteAsync(RedisSessionCache.ListKey(talk.UserId));
        Assert.False((await Cache.Read(talk.UserId, Stop))!.Covers(talk.After(2), Options));

        await talk.Said(Cache, 1, 2);
        await _database.KeyDeleteAsync(RedisSessionCache.MetaKey(talk.UserId));
        Assert.Null(await Cache.Read(talk.UserId, Stop));
        Assert.Equal([3], (await Cache.AppendAndRead(talk.UserId, talk.After(3), [talk.Message(3)], Stop))!.Messages.Select(message => message.Seq));
    }

    [Fact]
    public async Task Appending_in_order_rewrites_nothing_that_stands()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 3);
        await _database.ListSetByIndexAsync(RedisSessionCache.ListKey(talk.UserId), 0, JsonSerializer.Serialize(new { seq = 1, untouched = true }));

        await talk.Said(Cache, 4, 5);

        Assert.Equal("""{"seq":1,"untouched":true}""", await _database.ListGetByIndexAsync(RedisSessionCache.ListKey(talk.UserId), 0));
    }
}
