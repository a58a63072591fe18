using Aimi.Data;
using Aimi.Hosting.Telemetry;
using StackExchange.Redis;

namespace Aimi.Hosting.Limits;

/// <summary>The count of all replicas together, on Redis's clock. Null where Redis does not answer: then the caller counts for itself.</summary>
internal sealed partial class RedisBuckets(RedisConnection redis, TimeProvider time, ILogger<RedisBuckets> log)
{
    /// <summary>A request waits no longer than this to be let in.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Redis is not asked again before that once it did not answer.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    // Times are microseconds: a double holds them exactly until the year 2255.
    private const string Script = """
        local now = redis.call('TIME')
        now = now[1] * 1000000 + now[2]
        local permits, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
        local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + interval
        local early = full_at - (now + permits * interval)
        if early > 0 then return early end
        redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', math.ceil((full_at - now) / 1000))
        return 0
        """;

    private long _restsUntil;

    public static RedisKey KeyOf(RateLimit limit, string who) => $"rate_limit:{limit.Name}:{{{who}}}";

    /// <summary>Takes one permit: zero, or how long until there is one; null where Redis could not be asked.</summary>
    public async ValueTask<TimeSpan?> Take(RateLimit limit, string who, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow().UtcTicks < Volatile.Read(ref _restsUntil))
            return null;

        try
        {
            var connection = await redis.Connect().WaitAsync(Patience, cancellationToken);
            var answer = await Spans.Redis(
                "RateLimit",
                () => connection.GetDatabase()
                    .ScriptEvaluateAsync(Script, [KeyOf(limit, who)], [limit.Permits, (long)limit.Interval.TotalMicroseconds])
                    .WaitAsync(Patience, cancellationToken));
            return TimeSpan.FromMicroseconds((long)answer);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            Volatile.Write(ref _restsUntil, (time.GetUtcNow() + Rest).UtcTicks);
            Away(Rest.TotalSeconds, failure.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(1110, LogLevel.Warning, "Redis does not answer ({Failure}): for {Seconds} s each replica counts by itself who does too much", EventName = "rate_limits_local")]
    private partial void Away(double seconds, string failure);
}
