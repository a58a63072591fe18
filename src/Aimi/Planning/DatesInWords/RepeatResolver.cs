using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>A series as an RRULE, and when it comes first.</summary>
internal static class RepeatResolver
{
    // 29 February.
    private const int DaysToFirst = 8 * 366;

    private static readonly string[] Names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public static string Rule(Repeat repeat, DateTime? until)
    {
        var rule = new List<string> { "FREQ=" + (repeat.Unit switch
        {
            RepeatUnit.Minute => "MINUTELY",
            RepeatUnit.Hour => "HOURLY",
            RepeatUnit.Day => "DAILY",
            RepeatUnit.Week => "WEEKLY",
            RepeatUnit.Month => "MONTHLY",
            _ => "YEARLY",
        }) };
        if (repeat.Interval > 1)
            rule.Add("INTERVAL=" + Text(repeat.Interval));
        if (repeat.Month is { } month)
            rule.Add("BYMONTH=" + Text(month));
        if (repeat.MonthDays.Count > 0)
            rule.Add("BYMONTHDAY=" + string.Join(',', repeat.MonthDays.Order().Select(Text)));
        if (repeat.Weekdays.Count > 0)
        {
            var place = repeat is { Place: { } nth, Weekdays.Count: 1 } ? Text(nth) : "";
            rule.Add("BYDAY=" + string.Join(',', repeat.Weekdays.OrderBy(day => ((int)day + 6) % 7).Select(day => place + Names[(int)day])));
        }

        if (repeat.Hours.Count > 0)
            rule.Add($"BYHOUR={string.Join(',', repeat.Hours.Select(Text))};BYMINUTE={string.Join(',', repeat.Minutes.Select(Text))}");
        if (repeat.Places.Count > 0)
            rule.Add("BYDAY=" + string.Join(',', repeat.Places.Select(day => Text(day.Place) + Names[(int)day.Day])));
        if (repeat is { Place: { } among, Weekdays.Count: > 1 })
            rule.Add("BYSETPOS=" + Text(among));
        if (repeat.Count is { } count)
            rule.Add("COUNT=" + Text(count));
        else if (until is { } last)
            rule.Add("UNTIL=" + last.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture));
        return string.Join(';', rule);
    }

    /// <summary>The first day from <paramref name="start"/> on; null where there is none.</summary>
    public static DateTime? First(Repeat repeat, DateTime start)
    {
        for (var step = 0; step < DaysToFirst; step++)
        {
            if (start.AddDays(step) is var day && Comes(repeat, day))
                return day;
        }

        return null;
    }

    private static bool Comes(Repeat repeat, DateTime day)
    {
        if (repeat.Month is { } month && day.Month != month)
            return false;
        var left = DateTime.DaysInMonth(day.Year, day.Month) - day.Day + 1;
        if (repeat.MonthDays.Count > 0 && !repeat.MonthDays.Any(number => number == day.Day || -number == left))
            return false;
        if (repeat.Weekdays.Count > 0 && !repeat.Weekdays.Contains(day.DayOfWeek))
            return false;

        if (repeat.Places.Count > 0 && !repeat.Places.Any(nth => nth.Day == day.DayOfWeek
            && Place([nth.Day], day, nth.Place < 0 ? left : day.Day, nth.Place < 0) == Math.Abs(nth.Place)))
            return false;

        return repeat.Place is not { } place || Place(repeat.Weekdays, day, place < 0 ? left : day.Day, place < 0) == Math.Abs(place);
    }

    // How many such days the month has up to this one, or from it on.
    private static int Place(IReadOnlyList<DayOfWeek> weekdays, DateTime day, int days, bool fromEnd) =>
        Enumerable.Range(0, days).Count(step => weekdays.Contains(day.AddDays(fromEnd ? step : -step).DayOfWeek));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
