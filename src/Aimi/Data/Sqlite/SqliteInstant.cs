namespace Aimi.Data.Sqlite;

/// <summary>How SQLite keeps an instant: microseconds since 1970-01-01T00:00:00Z.</summary>
internal static class SqliteInstant
{
    public static long ToMicroseconds(DateTimeOffset instant) =>
        (Instant.Truncate(instant).Ticks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
