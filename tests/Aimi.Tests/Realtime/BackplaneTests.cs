using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Aimi.Realtime;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Sessions;

namespace Aimi.Tests.Realtime;

public sealed class BackplaneTests : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly Guid _person = Guid.CreateVersion7();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_frame_reaches_the_other_replicas_of_that_person_as_soon_as_they_listen()
    {
        var (here, there) = (await Replica(), await Replica());
        for (var i = 0; i < 50; i++)
        {
            var person = Guid.CreateVersion7();
            var frames = Channel.CreateUnbounded<string>();
            await using var listening = await there.Subscribe(person, Into(frames), Stop);

            here.Publish(person, Frame($"{i} привет"));

            Assert.Equal($"{i} привет", await frames.Reader.ReadAsync(Stop));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Frames_arrive_in_the_order_in_which_they_were_sent()
    {
        var (here, there) = (await Replica(), await Replica());
        var frames = await Listen(there, _person);

        for (var i = 0; i < 1_000; i++)
            here.Publish(_person, Frame($"{i}"));

        for (var i = 0; i < 1_000; i++)
            Assert.Equal($"{i}", await frames.ReadAsync(Stop));
        Assert.Equal(0, here.Dropped);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_replica_hears_neither_itself_nor_what_is_for_somebody_else()
    {
        var (here, there) = (await Replica(), await Replica());
        var frames = await Listen(here, _person);

        here.Publish(_person, Frame("my own"));
        there.Publish(Guid.CreateVersion7(), Frame("for somebody else"));
        there.Publish(_person, Frame("for this person"));

        Assert.Equal("for this person", await frames.ReadAsync(Stop));
        Assert.False(frames.TryRead(out _));
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_listens_no_more_hears_no_more_and_the_others_do()
    {
        var (here, there) = (await Replica(), await Replica());
        var gone = new ConcurrentQueue<string>();
        var first = await there.Subscribe(_person, frame => gone.Enqueue(Encoding.UTF8.GetString(frame.Span)), Stop);
        var frames = await Listen(there, _person);

        await first.DisposeAsync();

        Assert.Equal("still here", await PublishUntilHeard(here, frames, "still here"));
        Assert.Empty(gone);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_last_who_leaves_ends_the_subscription_at_redis()
    {
        var redis = SharedRedis.Connect();
        _owned.Add(redis);
        var there = await Replica();
        var database = (await redis.Connect()).GetDatabase();
        async Task<long> Listeners() => (long)(await database.ExecuteAsync("PUBSUB", "NUMSUB", $"frames:{{{_person}}}"))[1];

        var listening = await there.Subscribe(_person, _ => { }, Stop);
        Assert.Equal(1, await Listeners());

        await listening.DisposeAsync();
        await Patience.Until(async () => await Listeners() == 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_word_to_all_replicas_reaches_the_others_and_not_the_one_that_said_it()
    {
        using var server = await RedisProcess.Up();
        var (here, there) = (await Replica(server), await Replica(server));
        var (mine, theirs) = (Channel.CreateUnbounded<string>(), Channel.CreateUnbounded<string>());
        await using var listeningHere = await here.SubscribeControl(Into(mine), Stop);
        await using var listeningThere = await there.SubscribeControl(Into(theirs), Stop);

        here.PublishControl(Frame("stop"));
        Assert.Equal("stop", await theirs.Reader.ReadAsync(Stop));
        there.PublishControl(Frame("stopped"));
        Assert.Equal("stopped", await mine.Reader.ReadAsync(Stop));
    }

    [Fact(Timeout = 60_000)]
    public async Task Listening_goes_on_by_itself_after_a_restart()
    {
        using var server = await RedisProcess.Up();
        var (here, there) = (await Replica(server), await Replica(server));
        var frames = await Listen(there, _person);

        server.Kill();
        here.Publish(_person, Frame("lost"));
        await server.Start();

        Assert.Equal("found", await PublishUntilHeard(here, frames, "found"));
        Assert.True(here.Dropped > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_redis_is_down_frames_are_counted_and_listening_begins_when_it_comes()
    {
        using var server = RedisProcess.Down();
        var (here, there) = (await Replica(server), await Replica(server));
        var frames = await Listen(there, _person);
        here.Publish(_person, Frame("lost"));
        here.PublishControl(Frame("lost"));
        Assert.Equal(2, here.Dropped);

        await server.Start();

        Assert.Equal("found", await PublishUntilHeard(here, frames, "found"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_redis_that_takes_nothing_is_not_fed_without_end()
    {
        using var server = await RedisProcess.Up();
        var here = await Replica(server);
        server.Freeze();

        var frame = new byte[64 * 1024];
        for (var i = 0; i < 300; i++)
            here.Publish(_person, frame);

        // 16 MiB are 255 of them with their sixteen bytes.
        Assert.Equal(45, here.Dropped);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_has_a_socket_on_any_replica_is_known_until_it_closes()
    {
        var (here, there) = (new RealtimeHub(await Replica()), new RealtimeHub(await Replica()));
        var (near, far, nowhere) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var joined = await here.Join(near, new Outbox());
        await using var joinedThere = await there.Join(far, new Outbox());

        Assert.Equal(new HashSet<Guid> { near, far }, await here.Listening([nowhere, near, far]));
        Assert.Equal(new HashSet<Guid> { near, far }, await there.Listening([near, far, nowhere]));
        Assert.Empty(await here.Listening([nowhere]));
        Assert.Empty(await here.Listening([]));

        await joined!.DisposeAsync();
        await Patience.Until(async () => (await here.Listening([near])).Count == 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Where_redis_can_not_say_who_listens_everybody_may()
    {
        using var server = RedisProcess.Down();
        var here = await Replica(server);

        Assert.Equal([_person], await here.Listening([_person]));

        await server.Start();
        await Patience.Until(async () => (await here.Listening([_person])).Count == 0);

        var redis = server.Connect();
        _owned.Add(redis);
        await redis.Connect();
        server.Freeze();
        Assert.Equal([_person], await new RedisBackplane(redis, subscribeWithin: TimeSpan.FromMilliseconds(1)).Listening([_person]));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_only_replica_tells_nobody()
    {
        var backplane = new InProcessBackplane();
        await using var listening = await backplane.Subscribe(_person, _ => Assert.Fail("It heard itself."), Stop);
        await using var listeningToAll = await backplane.SubscribeControl(_ => Assert.Fail("It heard itself."), Stop);

        Assert.Empty(await backplane.Listening([_person]));
        backplane.Publish(_person, Frame("hello"));
        backplane.PublishControl(Frame("hello"));

        Assert.Equal(0, backplane.Dropped);
    }

    private static byte[] Frame(string text) => Encoding.UTF8.GetBytes(text);

    private static Action<ReadOnlyMemory<byte>> Into(Channel<string> frames) => frame => frames.Writer.TryWrite(Encoding.UTF8.GetString(frame.Span));

    /// <summary>Redis tells nobody when each side is back; whoever hears one of the frames is.</summary>
    private async Task<string> PublishUntilHeard(RedisBackplane here, ChannelReader<string> frames, string text)
    {
        var heard = frames.ReadAsync(Stop).AsTask();
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!heard.IsCompleted && await again.WaitForNextTickAsync(Stop))
            here.Publish(_person, Frame(text));
        return await heard;
    }

    private async Task<RedisBackplane> Replica(RedisProcess? server = null)
    {
        var redis = server?.Connect() ?? SharedRedis.Connect();
        _owned.Add(redis);
        await redis.Connect();

        // A busy machine is no reason to go on without Redis's word here.
        return new RedisBackplane(redis, subscribeWithin: TimeSpan.FromSeconds(30));
    }

    private async Task<ChannelReader<string>> Listen(RedisBackplane replica, Guid person)
    {
        var frames = Channel.CreateUnbounded<string>();
        _owned.Add(await replica.Subscribe(person, Into(frames), Stop));
        return frames.Reader;
    }
}
