using StackExchange.Redis;

namespace Aimi.Data;

/// <summary>Redis: whether it lets Aimi in, is new enough, and answers fast enough to be of use.</summary>
internal static class RedisCheckup
{
    private const int OldestVersion = 6;
    private const int Rounds = 5;

    /// <param name="slowAfter">The session cache does without a Redis slower than this.</param>
    public static async Task Examine(string setting, TimeSpan slowAfter, Action<Finding> tell, CancellationToken cancellationToken)
    {
        RedisConnection redis;
        try
        {
            redis = new RedisConnection(setting);
        }
        catch (ArgumentException)
        {
            tell(new(Verdict.Broken, "Redis.NotUnderstood"));
            return;
        }

        await using (redis)
        {
            try
            {
                var connection = await redis.Connect().WaitAsync(cancellationToken);
                var latencies = new List<TimeSpan>();
                for (var round = 0; round < Rounds; round++)
                    latencies.Add(await connection.GetDatabase().PingAsync().WaitAsync(cancellationToken));

                latencies.Sort();
                var (version, latency) = (connection.GetServers().First(server => server.IsConnected).Version, latencies[Rounds / 2]);
                tell(version.Major < OldestVersion ? new(Verdict.Broken, "Redis.Old", version)
                    : latency > slowAfter ? new(Verdict.Doubtful, "Redis.Slow", version, latency.TotalMilliseconds, slowAfter.TotalMilliseconds)
                    : new(Verdict.Fine, "Redis.Answers", version, latency.TotalMilliseconds));
            }
            catch (Exception failure) when (failure is RedisException or TimeoutException)
            {
                tell(new(Verdict.Broken, "Redis.Silent"));
            }
        }
    }
}
