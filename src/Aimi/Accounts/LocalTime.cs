using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace Aimi.Accounts;

/// <summary>
/// Between instants and what a wall clock says, by IANA zone. A time that a clock skips is the first instant after the gap; one that it shows
/// twice is the first of the two.
/// </summary>
public static class LocalTime
{
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>Whether it is the name of a zone, such as <c>Europe/Moscow</c>.</summary>
    public static bool IsZone([NotNullWhen(true)] string? name) => name is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    /// <exception cref="DateTimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTimeOffset ToInstant(DateTime wall, string zone) =>
        Zone(zone).ResolveLocal(LocalDateTime.FromDateTime(wall), Resolver).ToInstant().ToDateTimeOffset();

    /// <exception cref="DateTimeZoneNotFoundException">There is no such zone.</exception>
    public static DateTime ToWall(DateTimeOffset instant, string zone) =>
        Instant.FromDateTimeOffset(instant).InZone(Zone(zone)).ToDateTimeUnspecified();

    /// <summary>The first instant of a day.</summary>
    public static DateTimeOffset StartOf(DateOnly day, string zone) => ToInstant(day.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>The person's day that an instant belongs to.</summary>
    /// <param name="dayStartHour">The hour at which their day begins.</param>
    public static DateOnly DayOf(DateTimeOffset instant, string zone, int dayStartHour = 0) =>
        DateOnly.FromDateTime(ToWall(instant, zone).AddHours(-dayStartHour));

    private static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];
}
