using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Sqlite;

/// <summary>The database file: whether it opens, keeps what is committed, and is whole.</summary>
internal sealed class SqliteCheckup(SqliteConnections connections, IDbContextFactory<AimiDbContext> contexts) : IDatabaseCheckup
{
    public async Task Examine(Action<Finding> tell, CancellationToken cancellationToken)
    {
        if (!File.Exists(connections.File))
        {
            tell(new(Verdict.Fine, "Sqlite.None"));
            return;
        }

        try
        {
            await using var connection = await connections.Open(cancellationToken);
            var (journal, synchronous) = (await Ask(connection, "journal_mode", cancellationToken), await Ask(connection, "synchronous", cancellationToken));
            tell(journal == "wal" && synchronous == "2"
                ? new(Verdict.Fine, "Sqlite.Opens", connection.ServerVersion)
                : new(Verdict.Broken, "Sqlite.Unsafe", journal, synchronous));

            var whole = await Ask(connection, "quick_check(1)", cancellationToken) == "ok";
            tell(whole ? new(Verdict.Fine, "Sqlite.Whole") : new(Verdict.Broken, "Sqlite.Damaged", connections.File));
            if (!whole)
                return;
        }
        catch (DatabaseSetupException)
        {
            tell(new(Verdict.Broken, "Sqlite.Restoring"));
            return;
        }
        catch (SqliteException failure)
        {
            tell(failure.SqliteErrorCode == 11 // SQLITE_CORRUPT
                ? new(Verdict.Broken, "Sqlite.Damaged", connections.File)
                : new(Verdict.Broken, "Sqlite.Closed", connections.File, failure.SqliteErrorCode));
            return;
        }

        await MigrationCheckup.Examine(contexts, tell, cancellationToken);
    }

    private static async Task<string> Ask(SqliteConnection connection, string pragma, CancellationToken cancellationToken)
    {
        await using var command = new SqliteCommand($"PRAGMA {pragma}", connection);
        return Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) ?? string.Empty;
    }
}
