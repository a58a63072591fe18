using System.Collections.Concurrent;
using System.Diagnostics;
using Aimi.Assistant.Offline;
using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aimi.Tests.Conversations;

/// <summary>The hot path of a send, counted.</summary>
public sealed class RoundTripTests(ServerStack stack) : IClassFixture<ServerStack>
{
    [Theory]
    [InlineData(false, "Привет", 4)]
    [InlineData(true, "Сегодня был хороший день", 2)]
    public async Task A_send_stores_twice_looks_up_twice_at_once_where_the_answer_needs_it_and_goes_to_Redis_twice(bool offline, string text, int statements)
    {
        // A process of its own: nobody else's commands are counted. A model is told what is known; the offline assistant asks for it where an answer needs it.
        var aimi = await stack.Replica(services: services =>
        {
            if (offline)
                services.Replace(ServiceDescriptor.Singleton<IChatClient>(new OfflineChatClient()));
        });
        var person = await aimi.Person();
        var redis = await aimi.Services.GetRequiredService<RedisConnection>().Connect();
        await person.Say("Разогрев");
        await person.Say("Разогрев: сценарии Redis загружены, человек известен");

        var queries = new ConcurrentQueue<string>();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(stack.Database.ConnectionString).Database;
        // Of the send's own trace: the workers look into the database all the time.
        using var send = new Activity("send") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        using var listener = new ActivityListener
        {
            // Only a trace that is kept goes on from a client.
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "Aimi",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == send.TraceId && activity.TagObjects.Any(tag => tag.Value as string == database))
                    queries.Enqueue(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var profile = new ProfilingSession();
        redis.RegisterProfiler(() => profile);

        send.Start();
        await person.Say(text);
        send.Stop();

        // PUBLISH goes with the others and nobody waits for it; health probes are not the send's.
        var waitedFor = profile.FinishProfiling().Where(command => command.Command is "EVAL" or "EVALSHA" || !command.Flags.HasFlag(CommandFlags.FireAndForget) && command.Command is not ("PUBLISH" or "PING" or "INFO")).ToList();
        // The message and the reply; the portrait and what is remembered about it, which are asked for at the same time.
        Assert.Equal(statements, queries.Count);
        Assert.Equal(2, waitedFor.Count(command => command.Command is "EVAL" or "EVALSHA"));
        Assert.Equal(2, waitedFor.Count);
    }
}
