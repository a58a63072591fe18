using Microsoft.Data.Sqlite;

namespace Aimi.Data.Sqlite;

/// <summary>Takes the turn to write and gives it back: a file that can only be read, or that another program keeps for itself, serves nobody.</summary>
internal sealed class SqliteProbe(SqliteConnections connections) : IDatabaseProbe
{
    private const long LittleSpace = 100 * 1024 * 1024;

    /// <summary>Less than the check has.</summary>
    private const string Impatient = "PRAGMA busy_timeout = 1000";

    public string Kind => "sqlite";

    public async Task<DatabaseState> Ask(CancellationToken cancellationToken)
    {
        // Opening it would make it anew, and empty.
        if (!File.Exists(connections.File))
            return DatabaseState.Away("There is no file aimi.db in the data folder. A first start makes it; if Aimi ran here before, stop her and restore a backup.");

        try
        {
            await using var connection = await connections.Open(cancellationToken);
            connection.DefaultTimeout = 1;
            await using (var impatient = new SqliteCommand(Impatient, connection))
                await impatient.ExecuteNonQueryAsync(cancellationToken);
            await using var turn = connection.BeginTransaction(deferred: false);
        }
        catch (SqliteException failure)
        {
            return DatabaseState.Away(Trouble(failure.SqliteErrorCode));
        }

        return new DriveInfo(connections.File).AvailableFreeSpace < LittleSpace
            ? new(Serves: true, "The disk of the data folder is as good as full. Make room: soon nothing can be stored.")
            : DatabaseState.Well;
    }

    // SQLite's own numbers: https://sqlite.org/rescode.html
    private static string Trouble(int code) => code switch
    {
        5 or 6 => "The file aimi.db is locked for longer than a second, and nothing can be stored: by another program, such as a database browser, or by a long piece of Aimi's own work.",
        8 or 14 => "The file aimi.db can not be written to. Check the rights on the data folder, and that its disk is not mounted read-only.",
        10 => "The disk of the data folder fails (SQLite's I/O error). Save the folder, and see the system's log.",
        11 or 26 => "The file aimi.db is damaged. Stop Aimi, copy the file away, and restore a backup; ./aimi doctor says more.",
        13 => "The disk of the data folder is full. Make room.",
        _ => $"SQLite answers with error {code}. ./aimi doctor says more.",
    };
}
