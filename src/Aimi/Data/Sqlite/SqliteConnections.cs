using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Aimi.Data.Sqlite;

/// <summary>Opens the database file, always in the same way, for EF Core and for SQL written by hand.</summary>
internal sealed class SqliteConnections(string dataFolder) : DbConnectionInterceptor
{
    public string File { get; } = Path.Combine(dataFolder, "aimi.db");

    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = File,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ConnectionString;

    public async Task<SqliteConnection> Open(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await Configure(connection, cancellationToken);
        return connection;
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

    private static async Task Configure(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
