using System.Collections.Frozen;
using System.Globalization;

namespace Aimi.Planning.DatesInWords;

/// <summary>Calendars whose months begin with the moon.</summary>
internal enum MoonCalendar
{
    Chinese,

    /// <summary>That of Umm al-Qura: where the moon is looked for, a feast may be a day later.</summary>
    Islamic,

    /// <summary>Months from Tishri on, Nisan the seventh; its days begin on the evening before ours.</summary>
    Hebrew,
}

/// <summary>Feasts that lie on another day each year.</summary>
internal static class Feasts
{
    private static readonly ChineseLunisolarCalendar Chinese = new();
    private static readonly UmAlQuraCalendar Islamic = new();
    private static readonly HebrewCalendar Hebrew = new();

    // Feasts of several days, by the day with which they begin; those of the Hebrew calendar with the evening before.
    private static readonly FrozenDictionary<DayName, int> Days = new Dictionary<DayName, int>
    {
        [OfHebrew(1, 1)] = 3,
        [OfHebrew(1, 10)] = 2,
        [OfHebrew(1, 15)] = 9,
        [OfHebrew(1, 22)] = 2,
        [OfHebrew(1, 23)] = 2,
        [OfHebrew(3, 25)] = 9,
        [OfHebrew(5, 15)] = 2,
        [OfHebrew(7, 15)] = 9,
        [OfHebrew(9, 6)] = 3,
        [OfHebrew(8, 18)] = 2,
        [Purim] = 2,
        [Ramadan] = 30,
    }.ToFrozenDictionary();

    /// <summary>The month of fasting.</summary>
    public static DayName Ramadan => new DayName.OfMoon(MoonCalendar.Islamic, 9, 1);

    /// <summary>Thirty days before Passover: in the second Adar of a leap year.</summary>
    public static DayName Purim => new DayName.Later(new DayName.OfMoon(MoonCalendar.Hebrew, 7, 15), new Amount(0, -31, default));

    /// <summary>How many days it takes, the one of its name among them.</summary>
    public static int DaysOf(DayName feast) => Days.GetValueOrDefault(feast, 1);

    /// <summary>All of a feast of several days.</summary>
    /// <param name="begins">Its first day.</param>
    public static Moment Whole(DayName begins, int days, int? year) => new()
    {
        Period = new Period(PeriodUnit.Day, Year: year) { Begins = begins, Length = new Amount(0, days, default) },
        Confidence = 0.8,
    };

    /// <param name="month">From Tishri on, as in a year that does not leap.</param>
    public static DayName OfHebrew(int month, int day) => new DayName.Later(new DayName.OfMoon(MoonCalendar.Hebrew, month, day), new Amount(0, -1, default));

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
        System.Globalization.Calendar calendar = feast.Calendar switch
        {
            MoonCalendar.Chinese => Chinese,
            MoonCalendar.Islamic => Islamic,
            _ => Hebrew,
        };
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
