using Aimi.Sessions;
using Microsoft.Extensions.Time.Testing;
using static Microsoft.Extensions.Options.Options;

namespace Aimi.Tests.Sessions;

public sealed class InProcessSessionCacheTests : SessionCacheBehaviour
{
    private readonly FakeTimeProvider _time = new();

    public InProcessSessionCacheTests() => Cache = new InProcessSessionCache(Create(Options), Create(new SessionCacheOptions { MaxMegabytes = 1 }), _time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected override ISessionCache Cache { get; }

    private protected override Task LetExpire(Guid userId)
    {
        _time.Advance(SessionCacheOptions.TimeToLive(Options));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_session_lives_for_a_while_after_its_last_message_and_reading_does_not_prolong_it()
    {
        var talk = new Talk();
        await talk.Said(Cache, 1, 1);
        _time.Advance(Options.Timeout);
        await talk.Said(Cache, 2, 2);

        _time.Advance(Options.Timeout);
        Assert.NotNull(await Cache.Read(talk.UserId, Stop));
        await Cache.MarkRead(talk.UserId, talk.SessionId, 2, Stop);
        _time.Advance(SessionCacheOptions.TimeToLive(Options) - Options.Timeout);
        Assert.Null(await Cache.Read(talk.UserId, Stop));
    }

    [Fact]
    public async Task Who_was_not_written_to_for_the_longest_gives_way_when_memory_runs_out()
    {
        // A fifth of the memory each.
        var talks = Enumerable.Range(0, 6).Select(_ => new Talk()).ToArray();
        async Task Say(Talk talk, long seq) =>
            await Cache.Append(talk.UserId, talk.After(seq), [talk.Message(seq, seq == 1 ? new string('я', 100_000) : "ещё")], Stop);
        foreach (var talk in talks[..4])
            await Say(talk, 1);
        await Say(talks[0], 2);

        await Say(talks[4], 1);
        await Say(talks[5], 1);

        Assert.NotNull(await Cache.Read(talks[0].UserId, Stop));
        Assert.Null(await Cache.Read(talks[1].UserId, Stop));
        foreach (var talk in talks[2..])
            Assert.NotNull(await Cache.Read(talk.UserId, Stop));
    }

    [Fact]
    public async Task Memory_is_given_back_when_sessions_grow_end_and_expire()
    {
        async Task<Talk> Say()
        {
            var talk = new Talk();
            await Cache.Append(talk.UserId, talk.After(1), [talk.Message(1, new string('я', 300_000))], Stop);
            return talk;
        }

        // Each takes more than half of the memory: they all fit only one after the other.
        for (var i = 0; i < 5; i++)
        {
            var talk = await Say();
            await Cache.SetPendingAction(talk.UserId, talk.SessionId, "a", new string('я', 100_000), Stop);
            await Cache.SetPendingAction(talk.UserId, talk.SessionId, "a", null, Stop);
            Assert.NotNull(await Cache.Read(talk.UserId, Stop));
            await Cache.Clear(talk.UserId, talk.SessionId, Stop);
        }

        await Say();
        await LetExpire(default);
        var small = new Talk();
        await small.Said(Cache, 1, 1);
        await Say();
        Assert.NotNull(await Cache.Read(small.UserId, Stop));
    }

    [Fact]
    public void It_is_always_well() => Assert.False(((ICacheHealth)Cache).State.Degraded);
}
