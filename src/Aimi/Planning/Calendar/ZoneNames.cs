using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using LocalTime = Aimi.Accounts.LocalTime;

namespace Aimi.Planning.Calendar;

/// <summary>
/// What a file calls a zone, as IANA does. Windows' names come from NodaTime and not from the system, which knows them only where ICU is installed.
/// </summary>
/// <param name="definitions">The file's <c>VTIMEZONE</c>s.</param>
/// <param name="here">The person's zone: of several that a definition may mean, it is the first guess.</param>
internal sealed class ZoneNames(IEnumerable<CalendarComponent> definitions, string here, DateTimeOffset now)
{
    private static readonly IDictionary<string, string> Windows = TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping;

    private readonly Dictionary<string, string?> _resolved = new(StringComparer.Ordinal);

    private readonly Dictionary<string, CalendarComponent> _definitions = definitions
        .GroupBy(definition => definition.Text("TZID")?.Trim() ?? "", StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>IANA name; null where it can not be told which zone is meant.</summary>
    public string? Resolve(string name)
    {
        name = name.Trim();
        if (!_resolved.TryGetValue(name, out var zone))
            _resolved[name] = zone = ByName(name) ?? (_definitions.TryGetValue(name, out var definition) ? ByDefinition(definition) : null);
        return zone;
    }

    private static string? ByName(string name)
    {
        if (LocalTime.IsZone(name))
            return name;
        if (Windows.TryGetValue(name, out var iana))
            return iana;

        // Some put their own name before it: /mozilla.org/20050126_1/Europe/Berlin
        for (var slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0 && name.Length < 200; slash = name.IndexOf('/', slash + 1))
        {
            if (LocalTime.IsZone(name[(slash + 1)..]))
                return name[(slash + 1)..];
        }

        return null;
    }

    private string? ByDefinition(CalendarComponent definition)
    {
        if (definition.Text("X-LIC-LOCATION")?.Trim() is { } location && ByName(location) is { } named)
            return named;

        var standard = definition.Components.LastOrDefault(part => part.Name == "STANDARD");
        var daylight = definition.Components.LastOrDefault(part => part.Name == "DAYLIGHT");
        if (OffsetOf(standard ?? daylight) is not { } winter)
            return null;

        // South of the equator it is the other way round: the clocks go forward in the second half of the year.
        var summer = OffsetOf(daylight) ?? winter;
        var (january, july) = StartsInSecondHalf(daylight) ? (summer, winter) : (winter, summer);
        var year = now.Year;
        return new[] { here }.Concat(Windows.Values.Order(StringComparer.Ordinal))
            .FirstOrDefault(zone => OffsetAt(zone, year, 1) == january && OffsetAt(zone, year, 7) == july);
    }

    private static bool StartsInSecondHalf(CalendarComponent? daylight) =>
        daylight?.Find("DTSTART")?.Value is { Length: >= 6 } start
        && int.TryParse(start.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month > 6;

    private static TimeSpan? OffsetOf(CalendarComponent? part) =>
        part?.Find("TZOFFSETTO")?.Value.Trim() is { } text
        && TimeSpan.TryParseExact(text.TrimStart('+', '-'), ["hhmm", "hhmmss"], CultureInfo.InvariantCulture, out var offset)
            ? text.StartsWith('-') ? -offset : offset
            : null;

    private static TimeSpan OffsetAt(string zone, int year, int month) =>
        DateTimeZoneProviders.Tzdb[zone].GetUtcOffset(Instant.FromUtc(year, month, 15, 0, 0)).ToTimeSpan();
}
