using System.Runtime.InteropServices;

namespace Aimi.Planning.DatesInWords;

internal enum TimeUnit
{
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,

    /// <summary>Smaller than we plan; rounded to minutes.</summary>
    Second,

    /// <summary>Monday to Friday.</summary>
    Workday,
}

/// <summary>How much time: months, days and a clock's time apart, because the calendar adds them differently.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Amount(int Months, int Days, TimeSpan Time)
{
    public bool IsWholeDays => Time == TimeSpan.Zero;

    /// <summary>"полтора часа" is (1.5, Hour). Half a month is 15 days, half a week three or four.</summary>
    public static Amount Of(decimal count, TimeUnit unit) => unit switch
    {
        TimeUnit.Second => Clock(count, TimeSpan.TicksPerSecond),
        TimeUnit.Minute => Clock(count, TimeSpan.TicksPerMinute),
        TimeUnit.Hour => Clock(count, TimeSpan.TicksPerHour),
        TimeUnit.Day or TimeUnit.Workday => count == decimal.Truncate(count) ? new Amount(0, (int)count, default) : Clock(count, TimeSpan.TicksPerDay),
        TimeUnit.Week => new Amount(0, (int)decimal.Round(count * 7, MidpointRounding.AwayFromZero), default),
        TimeUnit.Month => OfMonths(count),
        TimeUnit.Quarter => OfMonths(count * 3),
        _ => OfMonths(count * 12),
    };

    public static Amount operator +(Amount one, Amount other) => new(one.Months + other.Months, one.Days + other.Days, one.Time + other.Time);

    public static Amount operator -(Amount amount) => new(-amount.Months, -amount.Days, -amount.Time);

    /// <summary>Later (or earlier) by this much; null beyond the calendar.</summary>
    public DateTime? From(DateTime start)
    {
        // Bounds of what DateTime adds.
        if (Math.Abs((long)Months) > 12_000 || Math.Abs((long)Days) > 366_000)
            return null;

        var years = start.Year + ((Months + (Days / 28)) / 12);
        return years is < 100 or > 9_000 || Time.Duration() > TimeSpan.FromDays(36_600) ? null : start.AddMonths(Months).AddDays(Days) + Time;
    }

    private static Amount Clock(decimal count, long ticks) => new(0, 0, TimeSpan.FromTicks((long)(count * ticks)));

    private static Amount OfMonths(decimal count) => new((int)count, (int)decimal.Round((count - decimal.Truncate(count)) * 30), default);
}
