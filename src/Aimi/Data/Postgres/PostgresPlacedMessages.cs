using System.Text.Json;
using Aimi.Messages;
using Npgsql;
using NpgsqlTypes;

namespace Aimi.Data.Postgres;

/// <summary>
/// Messages that get their place here, by <see cref="Conversation.Place"/>, and not from the statement that stores them: the heads are locked and read, moved, and written
/// with the messages, in two round trips for any number of messages and people.
/// </summary>
internal static class PostgresPlacedMessages
{
    public static async Task<IReadOnlyList<StoreOutcome>> Say(
        AimiDbContext context, IReadOnlyList<NewMessage> messages, ChatSessionOptions options, NpgsqlParameter now, CancellationToken cancellationToken)
    {
        var heads = await Lock(context, [.. messages.Select(message => message.UserId).Distinct()], now, cancellationToken);
        var placements = new List<Placement>(messages.Count);
        foreach (var message in messages)
        {
            // Whose head is none is refused by the foreign key.
            if (!heads.TryGetValue(message.UserId, out var locked))
                heads[message.UserId] = locked = (new Conversation { UserId = message.UserId }, default);
            placements.Add(locked.Head.Place(message, options, locked.Now));
        }

        List<NpgsqlBatchCommand> statements = [Move([.. heads.Values.Select(locked => locked.Head)]), Insert(placements.ConvertAll(placement => placement.Message))];
        var ended = placements.SelectMany(placement => placement.Ended, (placement, end) => (placement.Message, Ended: end)).ToList();
        if (ended.Count > 0)
            statements.Add(Close(ended));
        await using var batch = PostgresActing.Batch(context, Acting.Current, [.. statements]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return placements.ConvertAll(StoreOutcome.Of);
    }

    public static NpgsqlBatchCommand Insert(IReadOnlyList<ChatMessage> messages) => new(PostgresMessageSql.Import)
    {
        Parameters =
        {
            Array(messages, NpgsqlDbType.Uuid, message => message.UserId),
            Array(messages, NpgsqlDbType.Uuid, message => message.Id),
            Array(messages, NpgsqlDbType.Uuid, message => message.SessionId),
            Array(messages, NpgsqlDbType.Bigint, message => message.Seq),
            Array(messages, NpgsqlDbType.Text, message => EnumColumns.Word(message.Role.ToString())),
            Array(messages, NpgsqlDbType.Text, message => message.Text),
            Array(messages, NpgsqlDbType.TimestampTz, message => Instant.Truncate(message.OccurredAt)),
            Array(messages, NpgsqlDbType.Text, message => message.ExternalId),
            Array(messages, NpgsqlDbType.Jsonb, message => JsonSerializer.Serialize(message.Metadata, DocumentColumns.Json)),
        },
    };

    private static async Task<Dictionary<Guid, (Conversation Head, DateTimeOffset Now)>> Lock(
        AimiDbContext context, Guid[] people, NpgsqlParameter now, CancellationToken cancellationToken)
    {
        await using var batch = PostgresActing.Batch(context, Acting.Current, new NpgsqlBatchCommand(PostgresMessageSql.Lock)
        {
            Parameters = { Array(people, NpgsqlDbType.Uuid, id => id), now },
        });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var heads = new Dictionary<Guid, (Conversation, DateTimeOffset)>(people.Length);
        while (await reader.ReadAsync(cancellationToken))
        {
            var head = new Conversation
            {
                UserId = reader.GetGuid(0),
                LastSeq = reader.GetInt64(1),
                OpenSessionId = reader.IsDBNull(2) ? null : reader.GetGuid(2),
                SessionStartedAt = reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
                LastActiveAt = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
                SessionCount = reader.GetInt32(5),
            };
            heads.Add(head.UserId, (head, reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return heads;
    }

    private static NpgsqlBatchCommand Move(IReadOnlyList<Conversation> heads) => new(PostgresMessageSql.Move)
    {
        Parameters =
        {
            Array(heads, NpgsqlDbType.Uuid, head => head.UserId),
            Array(heads, NpgsqlDbType.Bigint, head => head.LastSeq),
            Array(heads, NpgsqlDbType.Uuid, head => head.OpenSessionId),
            Array(heads, NpgsqlDbType.TimestampTz, head => head.SessionStartedAt),
            Array(heads, NpgsqlDbType.TimestampTz, head => head.LastActiveAt),
            Array(heads, NpgsqlDbType.Integer, head => head.SessionCount),
        },
    };

    private static NpgsqlBatchCommand Close(IReadOnlyList<(ChatMessage Message, EndedSession Ended)> sessions) => new(PostgresMessageSql.Close)
    {
        Parameters =
        {
            Array(sessions, NpgsqlDbType.Uuid, session => session.Message.UserId),
            Array(sessions, NpgsqlDbType.Uuid, session => session.Ended.SessionId),
            Array(sessions, NpgsqlDbType.Text, session => EnumColumns.Word(session.Ended.Reason.ToString())),
            Array(sessions, NpgsqlDbType.TimestampTz, session => session.Ended.StartedAt),
            Array(sessions, NpgsqlDbType.TimestampTz, session => session.Ended.EndedAt),
            Array(sessions, NpgsqlDbType.Integer, session => session.Ended.MessageCount),
            Array(sessions, NpgsqlDbType.TimestampTz, session => session.Message.OccurredAt),
        },
    };

    private static NpgsqlParameter<T[]> Array<TRow, T>(IReadOnlyList<TRow> rows, NpgsqlDbType type, Func<TRow, T> column)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);

        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
