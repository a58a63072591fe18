namespace Aimi.Workers;

/// <summary>What was read last, for a gauge. Where reading has failed for a while it is no number at all: an old one would lie.</summary>
internal sealed class LastReading<TReading>(TimeProvider time)
    where TReading : class
{
    /// <summary>Two readings may be missed.</summary>
    private static readonly TimeSpan Freshness = 3 * BacklogReader.Pause;

    private sealed record Taken(TReading What, long At);

    private Taken? _last;

    public void Set(TReading reading) => Volatile.Write(ref _last, new Taken(reading, time.GetTimestamp()));

    /// <returns>NaN where it was not read, or is too old.</returns>
    public double Tell(Func<TReading, double> figure) =>
        Volatile.Read(ref _last) is { } last && time.GetElapsedTime(last.At) <= Freshness ? figure(last.What) : double.NaN;
}
