using System.Diagnostics.Metrics;

namespace Aimi.Hosting.Telemetry;

/// <summary>The instruments of the program's own meter, for the small class in which each feature counts and measures what it does.</summary>
/// <remarks>Labels are words of a fixed set: each new value is a series more, for ever.</remarks>
internal static class Instruments
{
    public const string Meter = "Aimi";

    public static Counter<long> Counter(this IMeterFactory meters, string name, string unit, string description) =>
        meters.Create(Meter).CreateCounter<long>(name, unit, description);

    /// <param name="boundaries">The upper ends of the buckets, in seconds.</param>
    public static Histogram<double> Seconds(this IMeterFactory meters, string name, string description, params double[] boundaries) =>
        meters.Histogram(name, "s", description, boundaries);

    public static Histogram<TValue> Histogram<TValue>(this IMeterFactory meters, string name, string unit, string description, params TValue[] boundaries)
        where TValue : struct =>
        meters.Create(Meter).CreateHistogram(name, unit, description, advice: new InstrumentAdvice<TValue> { HistogramBucketBoundaries = boundaries });
}
