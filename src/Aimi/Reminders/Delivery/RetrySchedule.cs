namespace Aimi.Reminders;

/// <summary>When to try again: twice as long after each failure, at a moment by chance within that, so that those who failed together do not come back together.</summary>
internal sealed class RetrySchedule(Random random)
{
    /// <summary>After so many failures in a row it is given up.</summary>
    public const int MaxFailures = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>A receiver that asks for more is asked again after that.</summary>
    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromHours(6);

    private readonly Lock _gate = new();

    /// <summary>How long to wait; null where it is to be given up.</summary>
    /// <param name="failures">In a row, this one among them.</param>
    /// <param name="retryAfter">What the receiver asked for: never less.</param>
    public TimeSpan? After(int failures, TimeSpan? retryAfter)
    {
        if (failures >= MaxFailures)
            return null;

        var most = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << (failures - 1)));
        double chance;
        lock (_gate)
            chance = random.NextDouble();

        var asked = retryAfter ?? TimeSpan.Zero;
        return (asked < LongestAskedFor ? asked : LongestAskedFor) + (most * chance);
    }
}
