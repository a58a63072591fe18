using System.Globalization;
using Aimi.Accounts;

namespace Aimi.Assistant.Parsing;

/// <summary>Now, and the zone by whose wall clock a sentence is read.</summary>
/// <param name="Now">In whole seconds.</param>
/// <param name="Zone">IANA name.</param>
internal sealed record ParseClock(DateTimeOffset Now, string Zone)
{
    public static ParseClock At(DateTimeOffset now, string zone) => new(now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerSecond)).ToUniversalTime(), zone);

    /// <summary>The instant at which this minute began: moments of a sentence are of whole ones.</summary>
    public DateTimeOffset Minute => Now.AddTicks(-(Now.UtcTicks % TimeSpan.TicksPerMinute));

    public DateTime Wall => LocalTime.ToWall(Now, Zone);

    public DateTimeOffset InstantOf(DateTime wall) => LocalTime.ToInstant(wall, Zone);

    /// <summary>As the zone's clock shows it, with offset. RFC 3339 knows offsets of whole minutes, the zones of the nineteenth century others.</summary>
    public string Write(DateTimeOffset instant)
    {
        var offset = TimeSpan.FromMinutes(Math.Truncate((LocalTime.ToWall(instant, Zone) - instant.UtcDateTime).TotalMinutes));
        return instant.ToOffset(offset).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
