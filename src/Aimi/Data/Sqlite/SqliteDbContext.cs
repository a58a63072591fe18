using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Aimi.Data.Sqlite;

/// <summary>Aimi on SQLite: documents are text, instants whole microseconds since 1970 (UTC), which order and compare as numbers.</summary>
public sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : AimiDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();

    /// <summary>Microseconds, because that is what PostgreSQL keeps: an instant means the same on both.</summary>
    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
        instant => SqliteInstant.ToMicroseconds(instant),
        microseconds => SqliteInstant.FromMicroseconds(microseconds));
}
