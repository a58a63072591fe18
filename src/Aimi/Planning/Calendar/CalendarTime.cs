using System.Globalization;
using Aimi.Accounts;

namespace Aimi.Planning.Calendar;

/// <summary>How a time is written in iCalendar.</summary>
internal enum TimeForm
{
    /// <summary>A day, <c>VALUE=DATE</c>.</summary>
    Date,

    /// <summary>What any wall clock says.</summary>
    Floating,

    /// <summary>With a <c>Z</c>.</summary>
    Utc,

    /// <summary>With a <c>TZID</c>.</summary>
    Zoned,
}

/// <summary>A <c>DATE</c> or <c>DATE-TIME</c> of iCalendar.</summary>
/// <param name="Zone">IANA name; null but for <see cref="TimeForm.Zoned"/>.</param>
internal readonly record struct CalendarTime(DateTime Wall, TimeForm Form, string? Zone = null)
{
    // Beyond these no calendar has anything, and zones have nothing to say.
    private const int FirstYear = 1900;
    private const int LastYear = 2199;

    /// <summary>The one time of a property; null, with the reason, where it has none that can be understood.</summary>
    public static CalendarTime? Of(CalendarProperty? property, ZoneNames zones, out string? reason)
    {
        reason = null;
        return property is null ? null : Of(property.Value.Trim(), property, zones, out reason);
    }

    public static CalendarTime? Of(string value, CalendarProperty property, ZoneNames zones, out string? reason)
    {
        reason = SkipReason.TimeNotValid;
        if (value.Length == 8)
        {
            if (!DateTime.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || !IsInRange(day))
                return null;
            reason = null;
            return new CalendarTime(day, TimeForm.Date);
        }

        var utc = value is [.., 'Z' or 'z'];
        var digits = utc ? value[..^1] : value;
        if (!DateTime.TryParseExact(digits, ["yyyyMMdd'T'HHmmss", "yyyyMMdd't'HHmmss", "yyyyMMdd'T'HHmm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) || !IsInRange(wall))
            return null;

        reason = null;
        if (utc)
            return new CalendarTime(wall, TimeForm.Utc);
        if (property.Parameter("TZID") is not { Length: > 0 } name)
            return new CalendarTime(wall, TimeForm.Floating);
        if (zones.Resolve(name) is { } zone)
            return new CalendarTime(wall, TimeForm.Zoned, zone);

        reason = SkipReason.ZoneUnknown;
        return null;
    }

    /// <param name="here">The zone in which what floats is meant.</param>
    public DateTimeOffset ToInstant(string here) => Form switch
    {
        TimeForm.Utc => new DateTimeOffset(Wall, TimeSpan.Zero),
        TimeForm.Zoned => LocalTime.ToInstant(Wall, Zone!),
        _ => LocalTime.ToInstant(Wall, here),
    };

    /// <summary>What the wall clock says then in the zone of a series; of a day, its time in the series.</summary>
    public DateTime WallIn(CalendarEntry series) => series.AllDay ? Wall.Date : Form switch
    {
        TimeForm.Date => Wall.Date + series.WallTime!.Value.TimeOfDay,
        TimeForm.Zoned when Zone == series.Timezone => Wall,
        TimeForm.Floating => Wall,
        _ => LocalTime.ToWall(ToInstant(series.Timezone), series.Timezone),
    };

    private static bool IsInRange(DateTime wall) => wall.Year is >= FirstYear and <= LastYear;
}
