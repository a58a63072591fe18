using System.Net.Sockets;
using Npgsql;

namespace Aimi.Data.Postgres;

/// <summary>On a connection of the pool, as every request has one; so a pool that is used up is noticed, too.</summary>
internal sealed class PostgresProbe(NpgsqlDataSource database) : IDatabaseProbe
{
    public string Kind => "postgresql";

    public async Task<DatabaseState> Ask(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);

            // A standby answers, and takes nothing; neither does a server whose host made it so for want of room.
            await using var command = new NpgsqlCommand("SELECT current_setting('transaction_read_only')::boolean", connection);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!
                ? DatabaseState.Away("PostgreSQL answers, but takes no changes: it is a standby, or was made read-only. Point Host in AIMI__Database at the primary, or see the server's log.")
                : DatabaseState.Well;
        }
        catch (Exception failure) when (failure is PostgresException or NpgsqlException or TimeoutException or IOException or SocketException)
        {
            return DatabaseState.Away(Trouble(failure));
        }
    }

    private static string Trouble(Exception failure) => failure switch
    {
        PostgresException refusal => refusal.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                "PostgreSQL refuses the user name or the password. Correct Username and Password in AIMI__Database.",
            PostgresErrorCodes.InvalidCatalogName => "PostgreSQL answers, but has no database of that name. Create it, or correct Database in AIMI__Database.",
            PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left. Raise max_connections on the server, or lower Maximum Pool Size in AIMI__Database.",
            PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
                "PostgreSQL is starting or stopping. If it does not come back, its log says why.",
            PostgresErrorCodes.DiskFull => "The disk of the PostgreSQL server is full. Make room there.",
            _ => $"PostgreSQL answers with an error (SQLSTATE {refusal.SqlState}). Its log says more.",
        },
        _ when Inner<SocketException>(failure) is { } socket =>
            $"PostgreSQL can not be reached ({socket.SocketErrorCode}). Check that it runs, and Host and Port in AIMI__Database.",
        _ when Inner<TimeoutException>(failure) is not null => "PostgreSQL gave no connection in time: it hangs, or all connections are in use. See its log and pg_stat_activity.",
        _ => "The connection to PostgreSQL broke off. Check that it runs, and the network between; the log says more.",
    };

    private static TInner? Inner<TInner>(Exception? failure)
        where TInner : Exception => failure is null ? null : failure as TInner ?? Inner<TInner>(failure.InnerException);
}
