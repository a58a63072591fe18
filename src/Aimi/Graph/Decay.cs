namespace Aimi.Graph;

/// <summary>
/// How what is spoken of gains weight, and what is not loses it. A weight <c>w</c> of the time <c>t₀</c> is at <c>t</c> worth <c>w · 2^(−(t − t₀) / half-life)</c>;
/// a mention that adds <c>g</c> makes it <c>1 − (1 − w)(1 − g)</c>, so that it grows with each and stays below 1.
/// </summary>
/// <remarks>
/// What is stored is the weight at the last mention, and whoever reads it lets it fade to now: nothing has to run over the rows.
/// A mention may come late, from an import: it then counts as much as it would be worth by now had it been heard in its time.
/// </remarks>
internal static class Decay
{
    /// <summary>After a month without a word a thing matters half as much.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>More messages of one session than this say no more than these do.</summary>
    private const int CountedMessages = 5;

    /// <summary>How far one mention moves a momentum to what it says.</summary>
    private const double Swing = 0.5;

    /// <summary>What a weight is worth later. One that is of a later time than now, by a clock that was put back, is as it was.</summary>
    public static double At(double weight, DateTimeOffset since, DateTimeOffset now) =>
        now <= since ? weight : weight * Math.Pow(0.5, (now - since) / HalfLife);

    /// <summary>What a session adds that speaks of a thing in so many messages.</summary>
    public static double Gain(double perMessage, int messages) => 1 - Math.Pow(1 - perMessage, Math.Min(messages, CountedMessages));

    /// <summary>A weight after a mention, as of the later of the two times.</summary>
    /// <param name="last">When the weight was right; null where it is of no time.</param>
    public static double Grown(double weight, DateTimeOffset? last, double gain, DateTimeOffset at)
    {
        var asOf = Later(last, at);
        return 1 - ((1 - Kept(weight, last, asOf)) * (1 - At(gain, at, asOf)));
    }

    /// <summary>A momentum after a mention, as of the later of the two times. Where nothing says how it goes, it only fades.</summary>
    public static double Moved(double momentum, DateTimeOffset? last, double valence, DateTimeOffset at)
    {
        var asOf = Later(last, at);
        var kept = Kept(momentum, last, asOf);
        return valence == 0 ? kept : kept + ((Math.Clamp(valence, -1, 1) - kept) * At(Swing, at, asOf));
    }

    public static DateTimeOffset Later(DateTimeOffset? last, DateTimeOffset at) => last > at ? last.Value : at;

    private static double Kept(double weight, DateTimeOffset? last, DateTimeOffset asOf) => last is { } since ? At(weight, since, asOf) : weight;
}
