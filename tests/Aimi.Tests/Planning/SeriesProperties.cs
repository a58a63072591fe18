using System.Globalization;
using Aimi.Planning;
using CsCheck;
using NodaTime;

namespace Aimi.Tests.Planning;

/// <summary>In any zone, around any of its transitions of ten years: a series is what a slow count by the calendar says, none missing and none twice.</summary>
public sealed class SeriesProperties
{
    private static readonly (DateTimeZone Zone, Instant At)[] Transitions =
    [
        .. from id in DateTimeZoneProviders.Tzdb.Ids
           let zone = DateTimeZoneProviders.Tzdb[id]
           from change in zone.GetZoneIntervals(Instant.FromUtc(2016, 1, 2, 0, 0), Instant.FromUtc(2026, 1, 1, 0, 0)).Where(interval => interval.HasStart)
           select (zone, change.Start),
    ];

    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly Gen<Plan> Plans =
        from transition in Gen.Int[0, Transitions.Length - 1]
        from frequency in Gen.OneOf(new[] { "HOURLY", "DAILY", "WEEKLY", "MONTHLY" }.Select(word => Gen.Const(word)).ToArray())
        from interval in Gen.Int[1, 4]
        from days in Gen.Int[1, 127]
        from end in Gen.OneOf(new[] { "", "COUNT", "UNTIL" }.Select(word => Gen.Const(word)).ToArray())
        from length in Gen.Int[1, 60]
        from minutesBefore in Gen.Int[0, 60 * 24 * 40]
        from quarter in Gen.Int[-12, 12]
        from differences in Gen.Select(Gen.Int[0, 30], Gen.Int[-90, 90]).Array[0, 4]
        select new Plan(Transitions[transition], frequency, interval, days, end, length, minutesBefore - (minutesBefore % (24 * 60)), quarter * 15, differences);

    [Fact]
    public void A_series_is_what_a_slow_count_says() => Plans.Sample(
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

    private sealed record Plan(
        (DateTimeZone Zone, Instant At) Transition, string Frequency, int Interval, int DaySet, string End, int Length, int MinutesBefore, int Offset, (int Nth, int Minutes)[] Different)
    {
        // The hours around the one that is skipped or comes twice.
        private DateTime Start => Whole(Transition.At.InZone(Transition.Zone).ToDateTimeUnspecified()).AddMinutes(Offset - MinutesBefore);

        private DateTime Until => Start.AddDays(Length);

        private string Rule => $"FREQ={Frequency};INTERVAL={Interval}"
            + (Frequency == "WEEKLY" ? $";BYDAY={string.Join(',', Days.Where((_, day) => (DaySet & (1 << day)) != 0))}" : "")
            + (End == "COUNT" ? $";COUNT={Length}" : End == "UNTIL" ? $";UNTIL={Until.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}" : "");

        public (PlannedEvent Event, List<EventOccurrence> Differences) Rows()
        {
            var planned = A.Event(A.User());
            (planned.Timezone, planned.WallTime, planned.StartAt, planned.RepeatRule) = (Transition.Zone.Id, Start, At(Start), Rule);
            var given = Given().ToList();
            return (planned, [.. Different.Where(one => one.Nth < given.Count).DistinctBy(one => one.Nth).Select(one => new EventOccurrence
            {
                UserId = planned.UserId,
                Id = Guid.CreateVersion7(),
                EventId = planned.Id,
                WallTime = given[one.Nth],
                Status = one.Minutes % 2 == 0 ? EventStatus.Planned : EventStatus.Cancelled,
                StartAt = one.Minutes % 2 == 0 ? At(given[one.Nth]).AddMinutes(one.Minutes) : null,
                CreatedAt = A.Now,
                UpdatedAt = A.Now,
            })]);
        }

        public IEnumerable<(DateTimeOffset At, EventStatus Status)> Oracle(List<EventOccurrence> differences, DateTimeOffset from, DateTimeOffset to) =>
            Given()
                .Select(wall => (At: differences.Find(row => row.WallTime == wall)?.StartAt ?? At(wall), differences.Find(row => row.WallTime == wall)?.Status ?? EventStatus.Planned))
                .Where(one => one.At >= from && one.At < to)
                .Order();

        // Minute after minute would be slower still: hour after hour, or day after day, from the start.
        private IEnumerable<DateTime> Given() => Walls()
            .TakeWhile((wall, index) => End == "COUNT" ? index < Length : End != "UNTIL" || wall <= Until)
            .DistinctBy(At);

        private IEnumerable<DateTime> Walls()
        {
            var step = Frequency == "HOURLY" ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
            var monday = Start.Date.AddDays(-Day(Start));
            for (var (wall, steps) = (Start, 0); wall < Start.AddDays(80); (wall, steps) = (wall + step, steps + 1))
            {
                var comes = Frequency switch
                {
                    "WEEKLY" => (DaySet & (1 << Day(wall))) != 0 && (wall.Date - monday).Days / 7 % Interval == 0,
                    "MONTHLY" => wall.Day == Start.Day && ((12 * (wall.Year - Start.Year)) + wall.Month - Start.Month) % Interval == 0,
                    _ => steps % Interval == 0,
                };
                if (comes)
                    yield return wall;
            }
        }

        private DateTimeOffset At(DateTime wall)
        {
            var mapping = Transition.Zone.MapLocal(LocalDateTime.FromDateTime(wall));
            return (mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant()).ToDateTimeOffset();
        }

        private static int Day(DateTime wall) => ((int)wall.DayOfWeek + 6) % 7;

        private static DateTime Whole(DateTime wall) => wall.Date.AddMinutes(Math.Floor(wall.TimeOfDay.TotalMinutes / 15) * 15);
    }
}
