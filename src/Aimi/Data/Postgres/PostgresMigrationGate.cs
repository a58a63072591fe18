using Npgsql;

namespace Aimi.Data.Postgres;

/// <summary>An advisory lock of the database, held by a transaction: it works behind a pooler, and a process that dies lets go of it.</summary>
internal sealed class PostgresMigrationGate(NpgsqlDataSource database) : IMigrationGate
{
    // Any number will do that nobody else in the database locks: "aimi" in ASCII.
    private const long Key = 0x61696D69;

    public async Task<IAsyncDisposable> Enter(Action reached, CancellationToken cancellationToken)
    {
        var connection = await Connect(cancellationToken);
        reached();
        try
        {
            var turn = await connection.BeginTransactionAsync(cancellationToken);
            await Execute(connection, $"SELECT pg_advisory_xact_lock({Key})", cancellationToken);
            await Prepare(cancellationToken);
            return new Turn(connection, turn);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task Secure(AimiDbContext migrated, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, PostgresActing.AsLogin, cancellationToken);
        foreach (var statement in PostgresRowSecurity.Statements(migrated.Model))
            await Execute(connection, statement, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);

        // Those that migrated are the login's still.
        database.Clear();
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken cancellationToken)
    {
        try
        {
            return await database.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            throw new DatabaseSetupException(
                "PostgreSQL answers, but the database that the setting Database names does not exist. Create it (createdb NAME, or CREATE DATABASE name;) and start again.", error);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            throw new DatabaseSetupException("PostgreSQL refused the user name or the password in the setting Database.", error);
        }
        catch (NpgsqlException error) when (error is not PostgresException)
        {
            throw new DatabaseSetupException("PostgreSQL does not answer. Check that it runs, and the Host and Port in the setting Database.", error);
        }
    }

    /// <summary>On a connection of its own: extension and roles stay although the transaction of the lock has nothing to commit.</summary>
    private async Task Prepare(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await Execute(connection, PostgresActing.AsLogin, cancellationToken);
        await CreateVectorExtension(connection, cancellationToken);
        await CreateRoles(connection, cancellationToken);

        // What was learned of the types before, by this connection or one in the pool, may lack the new one, whichever replica created it;
        // and a connection that is older than the roles did not begin as nobody.
        await connection.ReloadTypesAsync(cancellationToken);
        database.Clear();
    }

    private static async Task CreateRoles(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await Execute(connection, PostgresRowSecurity.Roles, cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseSetupException(
                $"Aimi needs two roles for row-level security, and this role may not create them or take them. As a superuser, run: {PostgresRowSecurity.RolesByHand} your_role;", error);
        }
    }

    private static async Task CreateVectorExtension(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            // Where it is there already this needs no right.
            await Execute(connection, "CREATE EXTENSION IF NOT EXISTS vector", cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new DatabaseSetupException(
                "The database lacks the extension vector, and this role may not create it. As a superuser, in this database, run: CREATE EXTENSION vector;", error);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile)
        {
            throw new DatabaseSetupException(
                "The PostgreSQL server lacks pgvector. Install it on the server (package postgresql-NN-pgvector, or the image pgvector/pgvector) and start again.", error);
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // No timeout: another replica may be at work for long.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed class Turn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
