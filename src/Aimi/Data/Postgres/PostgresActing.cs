using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Aimi.Data.Postgres;

/// <summary>
/// Says with every command for whom it is: a call before it, in the same round trip, which holds until the transaction ends (that of the command alone, where there is no other).
/// So it is right behind a pooler, after a savepoint, and for whoever has the connection next. A connection itself begins as nobody.
/// </summary>
internal sealed class PostgresActing : DbCommandInterceptor
{
    /// <summary>Session-wide: migrations make and change tables, which the login's role owns.</summary>
    public const string AsLogin = "RESET ROLE";

    private const string Service = "aimi_is_service";
    private const string Person = "aimi_person_id";

    /// <summary>No more than a name, until the first migration has made the roles.</summary>
    private const string AsNobody =
        """
        SELECT set_config('role', rolname, false) FROM pg_roles
        WHERE rolname = 'aimi_person' AND pg_has_role(session_user, oid, 'MEMBER')
        """;

    /// <summary>Statements that say first for whom they are, on a connection of their own.</summary>
    public static NpgsqlBatch Batch(NpgsqlDataSource database, Actor actor, params NpgsqlBatchCommand[] statements) =>
        Fill(database.CreateBatch(), actor, statements);

    /// <summary>Statements that say first for whom they are, on the connection of a context and in its transaction.</summary>
    public static NpgsqlBatch Batch(AimiDbContext database, Actor actor, params NpgsqlBatchCommand[] statements) =>
        Fill(new NpgsqlBatch((NpgsqlConnection)database.Database.GetDbConnection()), actor, statements);

    /// <summary>What a new connection says first.</summary>
    public static void Begin(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(AsNobody, connection);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc cref="Begin"/>
    public static async Task BeginAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(AsNobody, connection);
        await command.ExecuteNonQueryAsync();
    }

    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        var actor = Acting.Current;
        if (eventData.CommandSource == CommandSource.Migrations)
        {
            result.CommandText = $"{AsLogin};\n{result.CommandText}";
        }
        else if (actor != Actor.Nobody || result.Transaction is not null)
        {
            result.CommandText = $"CALL aimi_act(@{Service}, @{Person});\n{result.CommandText}";
            var (isService, identity) = (new NpgsqlParameter<bool>(Service, actor.IsService), Identity(actor));
            identity.ParameterName = Person;
            result.Parameters.Add(isService);
            result.Parameters.Add(identity);
        }

        return result;
    }

    // The call has no result: what is read begins with the first statement's.
    private static NpgsqlBatch Fill(NpgsqlBatch batch, Actor actor, NpgsqlBatchCommand[] statements)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("CALL aimi_act($1, $2)")
        {
            Parameters = { new NpgsqlParameter<bool> { TypedValue = actor.IsService }, Identity(actor) },
        });
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        return batch;
    }

    private static NpgsqlParameter<string> Identity(Actor actor) =>
        new() { TypedValue = actor.UserId?.ToString() ?? "", NpgsqlDbType = NpgsqlDbType.Text };
}
