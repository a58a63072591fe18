using Microsoft.Data.Sqlite;

namespace Aimi.Tests.Providers;

/// <summary>A file of its own in a temporary folder.</summary>
public sealed class SqliteDatabase : TestDatabase
{
    public override string? ConnectionString => null;

    public override async ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        await base.DisposeAsync();
    }

    protected override Violation? Why(Exception error) => (error as SqliteException)?.SqliteExtendedErrorCode switch
    {
        275 => Violation.Check,
        787 => Violation.ForeignKey,
        1555 or 2067 => Violation.Unique,
        _ => null,
    };
}
