using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Aimi.Data.Sqlite;

/// <summary>A locked file beside the database: the operating system lets go of it when the process dies.</summary>
internal sealed class SqliteMigrationGate(SqliteConnections connections) : IMigrationGate
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task<IAsyncDisposable> Enter(Action reached, CancellationToken cancellationToken)
    {
        // A file is always there, or made.
        reached();
        var turn = await Lock(connections.File, cancellationToken);
        try
        {
            // SQLite gives its journal the rights of the file. One that is there is not touched: closing it would cancel SQLite's locks in this process.
            if (!File.Exists(connections.File))
                await DataFolder.Open(connections.File, FileMode.CreateNew, FileShare.None).DisposeAsync();
            await Check(cancellationToken);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    // One file, one owner.
    public Task Secure(AimiDbContext migrated, CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<FileStream> Lock(string database, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                DataFolder.Create(Path.GetDirectoryName(database)!);
                if (DataFolder.TryLock(database + ".lock") is { } turn)
                    return turn;
            }
            catch (Exception error) when (error is UnauthorizedAccessException or IOException)
            {
                throw new DatabaseSetupException("Aimi cannot write in its data folder. Give it the right to, or choose another with --data DIR.", error);
            }

            // The machine's clock, also where the product's is a test's: another process is at work meanwhile.
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Durability is asserted, not hoped for: some file systems silently keep SQLite from WAL.</summary>
    private async Task Check(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.Open(cancellationToken);
            foreach (var (pragma, wanted) in new[] { ("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1") })
            {
                await using var command = new SqliteCommand($"PRAGMA {pragma}", connection);
                var found = Convert.ToString(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
                if (!string.Equals(found, wanted, StringComparison.Ordinal))
                {
                    throw new DatabaseSetupException(
                        $"SQLite runs with {pragma} = {found} where Aimi needs {wanted}. Put the data folder on a local disk, not on a network share.");
                }
            }

            // EF Core's own lock, left behind by a start that crashed. Nobody else can be at work: this process has the turn.
            await using var drop = new SqliteCommand("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", connection);
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is 14 or 8 or 26)
        {
            throw new DatabaseSetupException(
                "The file aimi.db in the data folder cannot be opened as a database. Check that the folder exists, that Aimi may write there, and that the file is SQLite's.", error);
        }
    }
}
