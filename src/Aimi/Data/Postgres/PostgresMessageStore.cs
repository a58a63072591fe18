using System.Data;
using System.Text.Json;
using Aimi.Messages;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Aimi.Data.Postgres;

/// <summary>
/// Stores a batch of messages with one statement and one commit (<see cref="PostgresMessageSql.Store"/>). The database's clock decides,
/// so that replicas need not agree on the time.
/// </summary>
internal sealed class PostgresMessageStore(NpgsqlDataSource database, IOptions<ChatSessionOptions> options, TimeProvider time) : IMessageStore
{
    private const int Attempts = 4;

    public int Lanes => 2;

    public async Task<IReadOnlyList<StoreOutcome>> Store(IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A batch is of several people: it is nobody's in particular.
                return await Run(statement => PostgresActing.Batch(database, Actor.Service, statement), batch, cancellationToken);
            }
            catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.UniqueViolation && attempt < Attempts)
            {
                // The same message was stored by someone else while this statement ran: its snapshot could not see that, the next one does.
                if (batch.Count > 1)
                    return await StoreOneByOne(batch, cancellationToken);
            }
        }
    }

    // Nothing is tried again: the transaction does not outlive a conflict, and whoever is told of one does not commit.
    public async Task<IReadOnlyList<StoreOutcome>> Store(AimiDbContext context, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        try
        {
            return await Run(statement => PostgresActing.Batch(context, Acting.Current, statement), batch, cancellationToken);
        }
        catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.UniqueViolation && batch is [{ ReplyTo: not null }])
        {
            // Another replica, which took the turn over, answered in this very moment.
            return [new StoreOutcome(StoreStatus.Duplicate)];
        }
    }

    public Task<IReadOnlyList<StoreOutcome>> Say(AimiDbContext context, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken) =>
        PostgresPlacedMessages.Say(context, messages, options.Value, Now(), cancellationToken);

    public async Task Import(AimiDbContext context, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        await using var batch = PostgresActing.Batch(context, Acting.Current, PostgresPlacedMessages.Insert(messages));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<SessionEnd?> End(Guid userId, SessionEndReason reason, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(PostgresMessageSql.End);
        statement.Parameters.Add(Value(userId));
        statement.Parameters.Add(Value(EnumColumns.Word(reason.ToString())));
        statement.Parameters.Add(Now());
        statement.Parameters.Add(Value(options.Value.Timeout));
        await using var batch = PostgresActing.Batch(database, Acting.Current, statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SessionEnd(reader.GetGuid(0), Reason(reader.GetString(1)))
            : null;
    }

    public async Task<IReadOnlyList<(Guid UserId, SessionEnd Ended)>> EndTimedOut(int count, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(PostgresMessageSql.EndTimedOut);
        statement.Parameters.Add(Now());
        statement.Parameters.Add(Value(options.Value.Timeout));
        statement.Parameters.Add(Value(count));
        await using var batch = PostgresActing.Batch(database, Acting.Current, statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var ended = new List<(Guid, SessionEnd)>();
        while (await reader.ReadAsync(cancellationToken))
            ended.Add((reader.GetGuid(0), new SessionEnd(reader.GetGuid(1), SessionEndReason.Timeout)));
        return ended;
    }

    public async Task<TurnClaim> ClaimTurn(Guid userId, long seq, bool renew, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(PostgresMessageSql.ClaimTurn);
        statement.Parameters.Add(Value(userId));
        statement.Parameters.Add(Value(seq));
        statement.Parameters.Add(Value(renew));
        statement.Parameters.Add(Now());
        statement.Parameters.Add(Value(Conversation.TurnLease));
        await using var batch = PostgresActing.Batch(database, Acting.Current, statement);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(0) ? TurnClaim.Answered : reader.GetBoolean(1) ? TurnClaim.Taken : TurnClaim.Busy;
    }

    public async Task ReleaseTurn(Guid userId, long seq, long? handTo, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(PostgresMessageSql.ReleaseTurn);
        statement.Parameters.Add(Value(userId));
        statement.Parameters.Add(Value(seq));
        statement.Parameters.Add(new NpgsqlParameter { Value = handTo ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        statement.Parameters.Add(Now());
        statement.Parameters.Add(Value(Conversation.TurnLease));
        await using var batch = PostgresActing.Batch(database, Acting.Current, statement);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<StoreOutcome>> StoreOneByOne(IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        var outcomes = new List<StoreOutcome>(batch.Count);
        foreach (var message in batch)
            outcomes.AddRange(await Store([message], cancellationToken));

        return outcomes;
    }

    private async Task<IReadOnlyList<StoreOutcome>> Run(
        Func<NpgsqlBatchCommand, NpgsqlBatch> acting, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        var statement = new NpgsqlBatchCommand(PostgresMessageSql.Store);
        var parameters = statement.Parameters;
        parameters.Add(Array(batch, NpgsqlDbType.Uuid, message => message.UserId));
        parameters.Add(Array(batch, NpgsqlDbType.Uuid, message => message.MessageId));
        parameters.Add(Array(batch, NpgsqlDbType.Boolean, message => message.Role == MessageRole.User));
        parameters.Add(Array(batch, NpgsqlDbType.Text, message => message.Text));
        parameters.Add(Array(batch, NpgsqlDbType.Uuid, message => message.ClientMessageId));
        parameters.Add(Array(batch, NpgsqlDbType.Uuid, message => message.ReplyTo?.MessageId));
        parameters.Add(Array(batch, NpgsqlDbType.Bigint, message => message.ReplyTo?.Seq));
        parameters.Add(Array(batch, NpgsqlDbType.Jsonb, message => JsonSerializer.Serialize(message.Metadata, DocumentColumns.Json)));
        parameters.Add(Array(batch, NpgsqlDbType.Uuid, message => message.NewSessionId));
        parameters.Add(Array(batch, NpgsqlDbType.Boolean, message => message.EndsSession));
        parameters.Add(Array(batch, NpgsqlDbType.Bigint, message => message.HandTurnTo));
        parameters.Add(Array(batch, NpgsqlDbType.Text, message => message.Traceparent));
        parameters.Add(Now());
        parameters.Add(Value(options.Value.Timeout));
        parameters.Add(Value(options.Value.MaxMessages));
        parameters.Add(Value(Conversation.TurnLease));

        await using var command = acting(statement);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);
        var outcomes = new StoreOutcome[batch.Count];
        while (await reader.ReadAsync(cancellationToken))
        {
            var index = (int)reader.GetInt64(0) - 1;
            outcomes[index] = Outcome(batch[index], reader);
        }

        return outcomes;
    }

    private static StoreOutcome Outcome(NewMessage message, NpgsqlDataReader row)
    {
        if (row.IsDBNull(1))
            return new StoreOutcome(StoreStatus.UnknownUser);
        if (row.GetBoolean(1))
            return new StoreOutcome(StoreStatus.Duplicate);

        var seq = row.GetInt64(2);
        var sessionId = row.GetGuid(3);
        var now = row.GetFieldValue<DateTimeOffset>(5);
        List<SessionEnd>? ended = null;
        if (!row.IsDBNull(8))
            (ended ??= []).Add(new SessionEnd(row.GetGuid(7), Reason(row.GetString(8))));
        if (!row.IsDBNull(9))
            (ended ??= []).Add(new SessionEnd(sessionId, Reason(row.GetString(9))));

        return new StoreOutcome(
            StoreStatus.Stored,
            message.At(seq, sessionId, now),
            new OpenSession(sessionId, row.GetFieldValue<DateTimeOffset>(4), now, row.GetInt32(6), seq),
            row.GetBoolean(10),
            ended);
    }

    private static SessionEndReason Reason(string word) => Enum.Parse<SessionEndReason>(word, ignoreCase: true);

    // Null: the database's own clock. A test that moves time decides in its stead.
    private NpgsqlParameter Now() => new()
    {
        Value = time == TimeProvider.System ? DBNull.Value : time.GetUtcNow(),
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<T[]> Array<TRow, T>(IReadOnlyList<TRow> batch, NpgsqlDbType type, Func<TRow, T> column)
    {
        var values = new T[batch.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(batch[i]);

        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
