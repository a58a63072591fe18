using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Aimi.Planning.Calendar;

/// <summary>
/// A zone as <c>VTIMEZONE</c>, for clients that do not know it by its name: by rules where its clocks change by rules that iCalendar can say,
/// else by the days on which they change.
/// </summary>
internal static class ZoneDefinition
{
    private const int YearsAhead = 10;

    // A definition says nothing of what was before it; programs begin theirs here.
    private const int Beginning = 1970;

    public static void Write(CalendarWriter writer, string zone, int year)
    {
        var intervals = DateTimeZoneProviders.Tzdb[zone]
            .GetZoneIntervals(Instant.FromUtc(year - 1, 1, 1, 0, 0), Instant.FromUtc(year + YearsAhead, 1, 1, 0, 0)).ToList();
        var changes = intervals.Skip(1).Zip(intervals, (next, former) => new Change(former.WallOffset, next)).GroupBy(change => change.Kind).ToList();
        var rules = changes.Select(group => RuleOf([.. group.Select(change => change.Onset)])).ToList();

        writer.Begin("VTIMEZONE");
        writer.Line($"TZID:{zone}");
        writer.Line($"X-LIC-LOCATION:{zone}");
        if (rules.Count == 2 && rules.All(rule => rule is not null))
        {
            foreach (var (group, rule) in changes.Zip(rules))
                WriteRule(writer, group.First(), rule!.Value);
        }
        else
        {
            Write(writer, intervals[0], intervals[0].WallOffset, new LocalDateTime(Beginning, 1, 1, 0, 0));
            writer.End(Name(intervals[0]));
            foreach (var change in changes.SelectMany(group => group))
            {
                Write(writer, change.Next, change.From, change.Onset);
                writer.End(Name(change.Next));
            }
        }

        writer.End("VTIMEZONE");
    }

    private static void WriteRule(CalendarWriter writer, Change change, int week)
    {
        var onset = change.Onset;
        var month = new LocalDate(Beginning, onset.Month, 1);
        var day = week > 0
            ? month.With(DateAdjusters.NextOrSame(onset.DayOfWeek)).PlusWeeks(week - 1)
            : month.With(DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(onset.DayOfWeek));
        Write(writer, change.Next, change.From, day + onset.TimeOfDay);
        writer.Line($"RRULE:FREQ=YEARLY;BYMONTH={onset.Month};BYDAY={week}{onset.DayOfWeek.ToString()[..2].ToUpperInvariant()}");
        writer.End(Name(change.Next));
    }

    private static void Write(CalendarWriter writer, ZoneInterval interval, Offset from, LocalDateTime onset)
    {
        writer.Begin(Name(interval));
        writer.Line($"TZOFFSETFROM:{Of(from)}");
        writer.Line($"TZOFFSETTO:{Of(interval.WallOffset)}");
        writer.Text("TZNAME", interval.Name);
        writer.Line($"DTSTART:{onset.ToString("uuuuMMdd'T'HHmmss", CultureInfo.InvariantCulture)}");
    }

    /// <summary>The week of the month in which the clocks change on a weekday that is always the same, -1 for the last; null where there is no such rule.</summary>
    private static int? RuleOf(IReadOnlyList<LocalDateTime> onsets)
    {
        var first = onsets[0];

        // Once in every year of the span: a year that is left out, as Havana's 2026, is no rule.
        if (onsets.Count != YearsAhead + 1 || onsets.Any(onset => (onset.Month, onset.DayOfWeek, onset.TimeOfDay) != (first.Month, first.DayOfWeek, first.TimeOfDay)))
            return null;
        if (onsets.All(onset => onset.Day > onset.Calendar.GetDaysInMonth(onset.Year, onset.Month) - 7))
            return -1;

        var weeks = onsets.Select(onset => (onset.Day + 6) / 7).Distinct().ToList();
        return weeks is [var week] ? week : null;
    }

    private static string Name(ZoneInterval interval) => interval.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";

    private static string Of(Offset offset)
    {
        var span = offset.ToTimeSpan();
        return (span < TimeSpan.Zero ? "-" : "+") + span.ToString(span.Seconds == 0 ? "hhmm" : "hhmmss", CultureInfo.InvariantCulture);
    }

    /// <summary>A moment at which the clocks change.</summary>
    private sealed record Change(Offset From, ZoneInterval Next)
    {
        /// <summary>What the clocks say then, before they change.</summary>
        public LocalDateTime Onset => Next.Start.WithOffset(From).LocalDateTime;

        public (Offset, Offset, Offset) Kind => (From, Next.WallOffset, Next.Savings);
    }
}
