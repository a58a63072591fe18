using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>Calendars whose months begin with the moon.</summary>
internal enum MoonCalendar
{
    Chinese,

    /// <summary>That of Umm al-Qura: where the moon is looked for, a feast may be a day later.</summary>
    Islamic,
}

/// <summary>Feasts that lie on another day each year.</summary>
internal static class Feasts
{
    private static readonly ChineseLunisolarCalendar Chinese = new();
    private static readonly UmAlQuraCalendar Islamic = new();

    /// <summary>Of the Gregorian calendar; the algorithm of Meeus, Jones and Butcher.</summary>
    public static DateTime Easter(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateTime(year, n / 31, (n % 31) + 1);
    }

    /// <summary>Of the Julian calendar, by the algorithm of Meeus, as a day of ours.</summary>
    public static DateTime OrthodoxEaster(int year)
    {
        var d = ((19 * (year % 19)) + 15) % 30;
        var e = ((2 * (year % 4)) + (4 * (year % 7)) - d + 34) % 7;
        var n = d + e + 114;

        // The Julian calendar is behind by three days in four centuries.
        return new DateTime(year, n / 31, (n % 31) + 1).AddDays((year / 100) - (year / 400) - 2);
    }

    /// <summary>The first such day of a year of ours; null where the calendar does not reach, or the year has none.</summary>
    public static DateTime? OfMoon(DayName.OfMoon feast, int year)
    {
        var calendar = feast.Calendar is MoonCalendar.Chinese ? (System.Globalization.Calendar)Chinese : Islamic;
        var first = new DateTime(year, 1, 1);
        if (first < calendar.MinSupportedDateTime || first.AddYears(2) > calendar.MaxSupportedDateTime)
            return null;

        for (var count = calendar.GetYear(first); count <= calendar.GetYear(first) + 1; count++)
        {
            // A leap month stands behind the one whose number it has, and moves the later ones on.
            var leap = calendar.GetLeapMonth(count);
            var month = leap > 0 && feast.Month >= leap ? feast.Month + 1 : feast.Month;
            if (calendar.ToDateTime(count, month, feast.Day, 0, 0, 0, 0) is var day && day.Year == year)
                return day;
        }

        return null;
    }
}
