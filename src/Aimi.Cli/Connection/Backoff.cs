namespace Aimi.Cli.Connection;

/// <summary>How long to wait before the next attempt: doubling from half a second to half a minute, the upper half of it random,
/// so that the clients of a server that restarts do not come back in one crowd.</summary>
internal sealed class Backoff(Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private int _failures;

    public TimeSpan Next()
    {
        var ceiling = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(_failures++, 10)));
        return ceiling * (0.5 + (random.NextDouble() / 2));
    }

    public void Reset() => _failures = 0;
}
