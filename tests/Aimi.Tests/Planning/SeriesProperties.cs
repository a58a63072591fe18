using Aimi.Planning;
using CsCheck;

namespace Aimi.Tests.Planning;

/// <summary>In any zone, around any of its transitions of ten years: a series is what a slow count by the calendar says, none missing and none twice.</summary>
public sealed class SeriesProperties
{
    [Fact]
    public void A_series_is_what_a_slow_count_says() => RandomSeries.Any.Sample(
        plan =>
        {
            var (planned, differences) = plan.Rows();
            var from = plan.Transition.At.ToDateTimeOffset().AddDays(-7);
            var (middle, to) = (from.AddDays(7).AddMinutes(30), from.AddDays(15));
            var whole = Series.Between(planned, differences, from, to).Select(Told).ToList();
            var tiles = Series.Between(planned, differences, from, middle).Concat(Series.Between(planned, differences, middle, to)).Select(Told).ToList();

            // Two at one instant have no order.
            return whole.Order().SequenceEqual(plan.Oracle(differences, from, to)) && tiles.Order().SequenceEqual(whole.Order())
                && whole.Select(one => one.At).SequenceEqual(whole.Select(one => one.At).Order())
                && Series.Between(planned, differences, from, to).All(one => Told(Series.Find(planned, differences, one.At)!) == Told(one));
        },
        iter: 4_000);

    private static (DateTimeOffset At, EventStatus Status) Told(Aimi.Planning.Occurrence occurrence) => (occurrence.Anchor, occurrence.Status);
}
