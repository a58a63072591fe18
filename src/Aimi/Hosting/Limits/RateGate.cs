namespace Aimi.Hosting.Limits;

/// <summary>Lets in who keeps within a limit, across replicas through Redis. Where Redis is away, or there is none, this process counts alone: never is a limit open.</summary>
internal sealed class RateGate(InProcessBuckets local, RedisBuckets? redis = null)
{
    /// <summary>Takes one permit.</summary>
    /// <param name="who">Whose limit it is: a person's id, an address.</param>
    /// <returns>Null: go on. Otherwise how long until it is worth trying again.</returns>
    public async ValueTask<TimeSpan?> Take(RateLimit limit, string who, CancellationToken cancellationToken)
    {
        if (redis is not null)
        {
            if (limit.Free > 0 && local.Take($"{limit.Name}:free:{who}", limit.Free, limit.Window / limit.Free) is null)
                return null;
            if (await redis.Take(limit, who, cancellationToken) is { } wait)
                return wait == TimeSpan.Zero ? null : wait;
        }

        return local.Take($"{limit.Name}:{who}", limit.Permits, limit.Interval);
    }

    /// <summary>The moment for <c>Retry-After</c>, in whole seconds, never 0.</summary>
    public static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
