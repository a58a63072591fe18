using System.Globalization;
using Aimi.Planning;
using CsCheck;
using NodaTime;

namespace Aimi.Tests.Planning;

/// <summary>A series around a transition of a zone, with some occurrences moved and some skipped; and when they are by a slow count that knows no RRULE.</summary>
internal sealed record RandomSeries(
    (DateTimeZone Zone, Instant At) Transition, string Frequency, int Interval, int DaySet, string End, int Length, int MinutesBefore, int Offset, (int Nth, int Minutes)[] Different)
{
    private static readonly Instant TenYearsFrom = Instant.FromUtc(2016, 1, 1, 0, 0);

    private static readonly (DateTimeZone Zone, Instant At)[] Transitions =
    [
        .. from id in DateTimeZoneProviders.Tzdb.Ids
           let zone = DateTimeZoneProviders.Tzdb[id]
           from change in zone.GetZoneIntervals(TenYearsFrom, Instant.FromUtc(2026, 1, 1, 0, 0)).Where(interval => interval.HasStart && interval.Start >= TenYearsFrom)
           select (zone, change.Start),
    ];

    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public static readonly Gen<RandomSeries> Any =
        from transition in Gen.Int[0, Transitions.Length - 1]
        from frequency in Gen.OneOf(new[] { "HOURLY", "DAILY", "WEEKLY", "MONTHLY" }.Select(word => Gen.Const(word)).ToArray())
        from interval in Gen.Int[1, 4]
        from days in Gen.Int[1, 127]
        from end in Gen.OneOf(new[] { "", "COUNT", "UNTIL" }.Select(word => Gen.Const(word)).ToArray())
        from length in Gen.Int[1, 60]
        from minutesBefore in Gen.Int[0, 60 * 24 * 40]
        from quarter in Gen.Int[-12, 12]
        from differences in Gen.Select(Gen.Int[0, 30], Gen.Int[-90, 90]).Array[0, 4]
        select new RandomSeries(Transitions[transition], frequency, interval, days, end, length, minutesBefore - (minutesBefore % (24 * 60)), quarter * 15, differences);

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
        for (var (wall, steps) = (Start, 0); wall < Start.AddDays(130); (wall, steps) = (wall + step, steps + 1))
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

    public DateTimeOffset At(DateTime wall)
    {
        var mapping = Transition.Zone.MapLocal(LocalDateTime.FromDateTime(wall));
        return (mapping.Count == 0 ? mapping.LateInterval.Start : mapping.First().ToInstant()).ToDateTimeOffset();
    }

    private static int Day(DateTime wall) => ((int)wall.DayOfWeek + 6) % 7;

    private static DateTime Whole(DateTime wall) => wall.Date.AddMinutes(Math.Floor(wall.TimeOfDay.TotalMinutes / 15) * 15);
}
