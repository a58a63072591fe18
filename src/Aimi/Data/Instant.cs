using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aimi.Data;

/// <summary>Instants are whole microseconds in UTC, because that is what PostgreSQL keeps: what is left over is cut off, on both databases.</summary>
internal static class Instant
{
    public static DateTimeOffset Truncate(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}

/// <summary>Durations are whole seconds.</summary>
internal sealed class SecondsConverter() : ValueConverter<TimeSpan, long>(
    duration => duration.Ticks / TimeSpan.TicksPerSecond,
    seconds => TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond));
