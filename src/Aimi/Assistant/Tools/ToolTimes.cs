using System.Globalization;
using Aimi.Accounts;

namespace Aimi.Assistant.Tools;

/// <summary>Between instants and the times that tools take and give: what the person's wall clock says.</summary>
internal static class ToolTimes
{
    public const string DayFormat = "yyyy-MM-dd";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm";
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] Formats = [TimeFormat, "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>Reads a time, or a day (its midnight).</summary>
    /// <returns>False where it is neither.</returns>
    public static bool TryRead(string text, out DateTime wall, out bool isDay)
    {
        isDay = DateTime.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out wall);
        return isDay || DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out wall);
    }

    public static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static string? Write(DateTimeOffset? instant, string zone, bool isDay) =>
        instant is { } at ? LocalTime.ToWall(at, zone).ToString(isDay ? DayFormat : TimeFormat, CultureInfo.InvariantCulture) : null;

    public static string? Write(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture);

    /// <summary>How an occurrence is named.</summary>
    public static string WriteOccurrence(DateTimeOffset at) => at.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture);

    public static bool TryReadOccurrence(string text, out DateTimeOffset at) => DateTimeOffset.TryParseExact(
        text, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
}
