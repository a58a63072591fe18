using System.Collections.Concurrent;
using System.Diagnostics;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aimi.Tests.Conversations;

/// <summary>The hot path of a send, counted.</summary>
public sealed class RoundTripTests(ServerStack stack) : IClassFixture<ServerStack>
{
    [Fact]
    public async Task A_send_stores_twice_looks_up_twice_at_once_and_goes_to_Redis_twice()
    {
        // A process of its own: nobody else's commands are counted.
        var aimi = await stack.Replica();
        var person = await aimi.Person();
        var redis = await aimi.Services.GetRequiredService<RedisConnection>().Connect();
        await person.Say("Разогрев");
        await person.Say("Разогрев: сценарии Redis загружены, человек известен");

        var queries = new ConcurrentQueue<string>();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(stack.Database.ConnectionString).Database;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // The dispatchers look at their queue twice a second, whatever is said.
                var tags = activity.TagObjects.Select(tag => tag.Value as string).OfType<string>().ToList();
                if (tags.Exists(tag => tag == database) && !tags.Exists(tag => tag.Contains("reminder_queue", StringComparison.Ordinal)))
                    queries.Enqueue(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var profile = new ProfilingSession();
        redis.RegisterProfiler(() => profile);

        await person.Say("Привет");

        // PUBLISH goes with the others and nobody waits for it; health probes are not the send's.
        var waitedFor = profile.FinishProfiling().Where(command => command.Command is "EVAL" or "EVALSHA" || !command.Flags.HasFlag(CommandFlags.FireAndForget) && command.Command is not ("PUBLISH" or "PING" or "INFO")).ToList();
        // The message and the reply; the portrait and what is remembered about it, which are asked for at the same time.
        Assert.Equal(4, queries.Count);
        Assert.Equal(2, waitedFor.Count(command => command.Command is "EVAL" or "EVALSHA"));
        Assert.Equal(2, waitedFor.Count);
    }
}
