using System.Collections.Concurrent;

namespace Aimi.Hosting.Limits;

/// <summary>
/// This process's own count, by the generic cell rate algorithm: of each key only the moment is kept at which all its permits will be back. As
/// <see cref="RedisBuckets"/> counts for all replicas.
/// </summary>
internal sealed class InProcessBuckets(TimeProvider time)
{
    /// <summary>Of this many keys those that are full again are thrown away.</summary>
    private const int ManyKeys = 100_000;

    /// <summary>Beyond it whoever is new shares one bucket: memory is bounded, and nobody gets by.</summary>
    private const int MaxKeys = 1_000_000;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    private long _sweptAt = time.GetTimestamp();

    // The dictionary's own count takes all of its locks, and every request would ask for it.
    private int _count;

    /// <summary>Takes one permit, or says how long until there is one.</summary>
    public TimeSpan? Take(string key, int permits, TimeSpan interval)
    {
        var now = time.GetUtcNow();
        Sweep(now);
        var bucket = _buckets.TryGetValue(key, out var known) ? known : Add(key);
        lock (bucket)
        {
            var fullAt = bucket.FullAt > now ? bucket.FullAt : now;
            var early = fullAt + interval - (now + permits * interval);
            if (early > TimeSpan.Zero)
                return early;

            bucket.FullAt = fullAt + interval;
            return null;
        }
    }

    private Bucket Add(string key)
    {
        var made = new Bucket();
        var bucket = _buckets.GetOrAdd(Volatile.Read(ref _count) < MaxKeys ? key : string.Empty, made);
        if (bucket == made)
            Interlocked.Increment(ref _count);
        return bucket;
    }

    // Who finds a bucket that is being thrown away takes from it unseen: a permit too many, once in a full bucket's life.
    private void Sweep(DateTimeOffset now)
    {
        var sweptAt = Interlocked.Read(ref _sweptAt);
        if (Volatile.Read(ref _count) < ManyKeys || time.GetElapsedTime(sweptAt) < SweepEvery
            || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), sweptAt) != sweptAt)
            return;

        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.FullAt <= now && _buckets.TryRemove(key, out _))
                Interlocked.Decrement(ref _count);
        }
    }

    private sealed class Bucket
    {
        public DateTimeOffset FullAt { get; set; }
    }
}
