using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Sqlite;

/// <summary>A copy of the database in a file of its own: taken while others read and write, and examined before anybody relies on it.</summary>
internal static class SqliteCopy
{
    private const int Interrupted = 9;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Copies, page by page, what is committed at one moment; nobody waits for it meanwhile.</summary>
    /// <remarks>Not <c>VACUUM INTO</c>, which makes indexes anew: what is wrong with the database is to be found in its copy, too.</remarks>
    /// <returns>Whether SQLite could read it.</returns>
    public static Task<bool> Take(SqliteConnections connections, string path, CancellationToken cancellationToken) => Readable(
        async () =>
        {
            // SQLite writes into an empty file that is there, and keeps its rights.
            await DataFolder.Open(path, FileMode.CreateNew, FileShare.None).DisposeAsync();
            await using var source = await connections.Open(cancellationToken);
            await using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
            await copy.OpenAsync(cancellationToken);
            source.BackupDatabase(copy);

            // One file: without a journal beside it.
            await Column(copy, "PRAGMA journal_mode = DELETE", cancellationToken);
            return true;
        },
        otherwise: false,
        cancellationToken);

    /// <summary>Reads all of it: pages, indexes, who points at whom, which migrations it has seen, and how many rows there are.</summary>
    public static Task<CopyState> Examine(string path, CancellationToken cancellationToken) => Readable(
        async () =>
        {
            var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString;
            await using var connection = new SqliteConnection(text);
            await connection.OpenAsync(cancellationToken);
            await using var interrupt = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
            if (await Column(connection, "PRAGMA integrity_check(1)", cancellationToken) is not ["ok"]
                || (await Column(connection, "PRAGMA foreign_key_check", cancellationToken)).Count > 0)
            {
                return CopyState.Damaged;
            }

            var options = new DbContextOptionsBuilder<SqliteDbContext>();
            options.UseSqlite(connection).UseAimiConventions();
            await using var context = new SqliteDbContext(options.Options);
            var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
            var isNewer = applied.Except(context.Database.GetMigrations(), StringComparer.Ordinal).Any();
            var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
            foreach (var table in await Column(connection, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'", cancellationToken))
                rows[table] = long.Parse((await Column(connection, $"SELECT count(*) FROM \"{table}\"", cancellationToken))[0], CultureInfo.InvariantCulture);

            // A file without migrations is SQLite's and not Aimi's.
            return applied.Count == 0 ? CopyState.Damaged : new(IsWhole: true, isNewer, applied[^1], rows);
        },
        CopyState.Damaged,
        cancellationToken);

    private static async Task<List<string>> Column(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new SqliteCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return values;
    }

    private static async Task<TResult> Readable<TResult>(Func<Task<TResult>> read, TResult otherwise, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is Corrupt or NotADatabase)
        {
            return otherwise;
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == Interrupted)
        {
            throw new OperationCanceledException(failure.Message, failure, cancellationToken);
        }
        catch (SqliteException failure)
        {
            // A disk that is full, that breaks, that is gone.
            throw new IOException(failure.Message, failure);
        }
    }
}

/// <summary>What an examination of a copy found.</summary>
/// <param name="IsWhole">Every page, index and reference is right.</param>
/// <param name="IsNewer">It has seen a migration that this program does not know.</param>
/// <param name="Migration">The latest that it has seen.</param>
/// <param name="Rows">By table.</param>
internal sealed record CopyState(bool IsWhole, bool IsNewer, string Migration, IReadOnlyDictionary<string, long> Rows)
{
    public static readonly CopyState Damaged = new(IsWhole: false, IsNewer: false, "", new Dictionary<string, long>(StringComparer.Ordinal));
}
