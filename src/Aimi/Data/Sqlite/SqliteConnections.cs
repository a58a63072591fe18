using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Aimi.Data.Sqlite;

/// <summary>Opens the database file, always in the same way, for EF Core and for SQL written by hand.</summary>
/// <remarks>From its first connection on the file is in use by this process, which keeps a restore from taking it away.</remarks>
internal sealed class SqliteConnections(string dataFolder) : DbConnectionInterceptor, IDisposable
{
    public const string FileName = "aimi.db";

    private readonly Lock _entering = new();
    private FileStream? _use;

    public string File { get; } = Path.Combine(dataFolder, FileName);

    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = File,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ConnectionString;

    /// <summary>Locked by who uses the database, with others, or replaces it, alone; the operating system lets go of it when the process dies.</summary>
    public static string UseLock(string dataFolder) => Path.Combine(dataFolder, FileName + ".use.lock");

    /// <exception cref="DatabaseSetupException">A backup is being restored.</exception>
    public async Task<SqliteConnection> Open(CancellationToken cancellationToken)
    {
        Enter();
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await Configure(connection, cancellationToken);
        return connection;
    }

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Enter();
        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Enter();
        return ValueTask.FromResult(result);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Configure(connection, cancellationToken);

    // FULL: a commit is on the disk before it is acknowledged. The timeout lets writers of other processes finish. What is deleted, and so what is forgotten, is not left
    // in the free pages of the file. Up to a gibibyte of the file is read where the system has it in its memory, instead of copied page by page: a search goes through all
    // vectors of a person.
    private const string Pragmas =
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA mmap_size = 1073741824;";

    public void Dispose()
    {
        using (var any = new SqliteConnection(ConnectionString))
            SqliteConnection.ClearPool(any);
        _use?.Dispose();
    }

    private void Enter()
    {
        if (_use is not null)
            return;

        lock (_entering)
        {
            try
            {
                _use ??= DataFolder.TryLock(UseLock(dataFolder), FileShare.ReadWrite)
                    ?? throw new DatabaseSetupException("A backup is being restored into the data folder. Start Aimi when that is done.");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A folder that is not there, or not writable: SQLite itself will say so.
            }
        }
    }

    private static async Task Configure(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
