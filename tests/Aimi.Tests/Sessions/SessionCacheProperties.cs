using System.Collections.Immutable;
using Aimi.Messages;
using Aimi.Sessions;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using static Microsoft.Extensions.Options.Options;

namespace Aimi.Tests.Sessions;

/// <summary>What holds whatever comes in whatever order, on both caches.</summary>
public sealed class SessionCacheProperties
{
    private static readonly ChatSessionOptions Options = new() { MaxMessages = 8 };

    /// <summary>One call to the cache. Sessions of one person hold ten messages each: 1–10, 11–20, 21–30.</summary>
    private sealed record Step(string Name, int Session, int From, int To)
    {
        public override string ToString() => $"{Name} {Session}: {From}–{To}";
    }

    private static readonly string[] Names = ["append", "append", "append", "replace", "mark_read", "set", "unset", "clear"];

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Int[0, Names.Length - 1], Gen.Int[0, 2], Gen.Int[1, 10], Gen.Int[1, 10],
        (name, session, a, b) => new Step(Names[name], session, session * 10 + Math.Min(a, b), session * 10 + Math.Max(a, b)));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Any_interleaving_of_two_writers_ends_in_the_right_list()
    {
        await using var redis = SharedRedis.Connect();
        var cached = Caches(redis);

        // A whole session of twelve, in any order, some of it told twice.
        var orders = Gen.Select(
            Gen.Shuffle(Enumerable.Range(1, 12).ToArray()), Gen.Int[1, 12].Array[0, 4], (all, twice) => all.Concat(twice).ToArray());
        await orders.SampleAsync(
            async order =>
            {
                foreach (var cache in cached)
                {
                    var talk = new Talk();
                    var all = talk.Messages(1, 12);
                    await Task.WhenAll(Write(order.Where((_, i) => i % 2 == 0)), Write(order.Where((_, i) => i % 2 == 1)));

                    var held = (await cache.Read(talk.UserId, Stop))!;
                    if (!held.Messages.Select(message => message.MessageId).SequenceEqual(all.TakeLast(Options.MaxMessages).Select(message => message.MessageId))
                        || held.Session != talk.After(12)
                        || !held.Messages.Select(message => message.Read).SequenceEqual(Enumerable.Range(5, 8).Select(seq => seq < 12))
                        || !held.Covers(talk.After(12), Options))
                    {
                        return false;
                    }

                    async Task Write(IEnumerable<int> seqs)
                    {
                        foreach (var seq in seqs)
                            await cache.Append(talk.UserId, talk.After(seq), [all[seq - 1]], Stop);
                    }
                }

                return true;
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public async Task Both_caches_hold_the_same_after_any_calls()
    {
        await using var redis = SharedRedis.Connect();
        var cached = Caches(redis);

        await AnyStep.Array[1, 25].SampleAsync(
            async steps =>
            {
                var userId = Guid.CreateVersion7();
                Talk[] talks = [new(1, userId), new(11, userId), new(21, userId)];
                foreach (var step in steps)
                {
                    var held = new List<SessionSnapshot?>();
                    var message = talks[step.Session].Messages(step.From, step.To);
                    foreach (var cache in cached)
                    {
                        await Run(cache, talks[step.Session], step, message);
                        held.Add(await cache.Read(userId, Stop));
                    }

                    if (!string.Equals(Told(held[0]), Told(held[1]), StringComparison.Ordinal))
                        return false;
                }

                return true;
            },
            iter: 200,
            threads: 1,
            print: steps => string.Join("; ", steps.AsEnumerable()));
    }

    private static ISessionCache[] Caches(Aimi.Data.RedisConnection redis) =>
        [new InProcessSessionCache(Create(Options), Create(new SessionCacheOptions()), new FakeTimeProvider()), new RedisSessionCache(redis, Create(Options))];

    private static Task Run(ISessionCache cache, Talk talk, Step step, IReadOnlyList<CachedMessage> messages) => step.Name switch
    {
        "append" => cache.Append(talk.UserId, talk.After(step.To), messages, Stop),
        "replace" => cache.Replace(
            talk.UserId, new SessionSnapshot(talk.After(step.To), messages, ImmutableDictionary<string, string>.Empty.SetItem("replaced", $"{step.To}")), Stop),
        "mark_read" => cache.MarkRead(talk.UserId, talk.SessionId, step.To, Stop),
        "set" => cache.SetPendingAction(talk.UserId, talk.SessionId, $"flag{step.From}", $"{step.To}", Stop),
        "unset" => cache.SetPendingAction(talk.UserId, talk.SessionId, $"flag{step.From}", null, Stop),
        "clear" => cache.Clear(talk.UserId, talk.SessionId, Stop),
        _ => throw new InvalidOperationException(step.Name),
    };

    private static string Told(SessionSnapshot? snapshot) => snapshot is null
        ? "nothing"
        : $"{snapshot.Session} {string.Join(',', snapshot.Messages.Select(message => $"{message.Seq} {message.MessageId} {message.Read}"))} " +
          string.Join(',', snapshot.PendingActions.OrderBy(action => action.Key, StringComparer.Ordinal));
}
