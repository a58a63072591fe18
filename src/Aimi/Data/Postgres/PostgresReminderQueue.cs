using System.Text.Json;
using Aimi.Realtime;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Aimi.Data.Postgres;

/// <summary>
/// A batch is a few statements with arrays. Who claims holds row locks until the end of the transaction, and others skip them; the server ends the
/// transaction of a worker that fell asleep, so that its rows are free again and it can change nothing when it wakes.
/// </summary>
internal sealed class PostgresReminderQueue : IReminderQueue
{
    // Two statements under way keep the server busy while the program decides.
    public int Lanes => 2;

    public int BatchSize => 1000;

    public async Task<IReadOnlyList<DueReminder>> Claim(
        AimiDbContext database, ChannelSide side, PeopleShare share, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = PostgresActing.Batch(
            database,
            Acting.Current,
            new NpgsqlBatchCommand(PostgresReminderSql.EndWhereItSleeps),
            new NpgsqlBatchCommand(PostgresReminderSql.EndWhereItHangs),
            new NpgsqlBatchCommand(PostgresReminderSql.Claim)
            {
                Parameters = { Value(Instant.Truncate(now)), Value(count), Value(side.Channels), Value(side.Outside), Value(share.Of), Value(share.Index) },
            });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueReminder>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(DueReminders.Read(reader, reader.GetFieldValue<DateTimeOffset>));

        // The database returns them in the order in which it found them.
        due.Sort((one, other) => (one.Reminder.TriggerAt, one.Reminder.Id).CompareTo((other.Reminder.TriggerAt, other.Reminder.Id)));
        return due;
    }

    public async Task<IReadOnlyDictionary<Guid, int>> CountDelivered(
        AimiDbContext database, IReadOnlyDictionary<Guid, DateTimeOffset> dayStarts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = PostgresActing.Batch(
            database,
            Acting.Current,
            new NpgsqlBatchCommand(PostgresReminderSql.CountDelivered)
            {
                Parameters = { Value(dayStarts.Keys.ToArray()), Value(dayStarts.Values.ToArray()), Value(Instant.Truncate(now)) },
            });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<Guid, int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetInt64(1) is > 0 and var told)
                counts[reader.GetGuid(0)] = (int)told;
        }

        return counts;
    }

    public async Task<IReadOnlyList<Reminder>> LockDigests(AimiDbContext database, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken)
    {
        // One replica after the other, person by person, also where there is no digest yet that could be locked; in one order, so that none waits for one that waits for it.
        // What the last holder committed is seen by the next statement.
        var mine = people.Order().ToArray();
        await database.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended('digest ' || person, 0)) FROM unnest({mine}) AS person", cancellationToken);
        return await database.Reminders.FromSql(
            $"""
            SELECT * FROM reminder_queue
            WHERE user_id = ANY ({mine}) AND kind = 'digest' AND status = 'scheduled'
            ORDER BY user_id, id FOR UPDATE SKIP LOCKED
            """).AsNoTracking().ToListAsync(cancellationToken);
    }

    public async Task Apply(
        AimiDbContext database,
        IReadOnlyList<Reminder> changed,
        IReadOnlyList<ReminderLog> logs,
        IReadOnlyList<Notification> notifications,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var statements = new List<NpgsqlBatchCommand>();
        if (changed.Count > 0)
            statements.Add(Update(changed, now));
        if (logs.Count > 0)
            statements.Add(Insert(logs));
        if (notifications.Count > 0)
            statements.Add(Insert(notifications));
        if (statements.Count == 0)
            return;

        await using var batch = PostgresActing.Batch(database, Acting.Current, [.. statements]);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    // Class 22: a value that the column cannot hold. Class 23: a constraint.
    public bool Refused(Exception failure) =>
        (failure as PostgresException ?? failure.InnerException as PostgresException)?.SqlState is ['2', '2' or '3', ..];

    private static NpgsqlBatchCommand Update(IReadOnlyList<Reminder> changed, DateTimeOffset now) => new(PostgresReminderSql.Update)
    {
        Parameters =
        {
            Array(changed, reminder => reminder.UserId),
            Array(changed, reminder => reminder.Id),
            Array(changed, reminder => EnumColumns.Word(reminder.Status.ToString())),
            Array(changed, reminder => Instant.Truncate(reminder.TriggerAt)),
            Array(changed, reminder => reminder.Attempts),
            Array(changed, reminder => reminder.LockedUntil is { } until ? Instant.Truncate(until) : (DateTimeOffset?)null),
            Array(changed, reminder => reminder.LeaseToken),
            Value(Instant.Truncate(now)),
        },
    };

    private static NpgsqlBatchCommand Insert(IReadOnlyList<ReminderLog> logs) => new(PostgresReminderSql.Log)
    {
        Parameters =
        {
            Array(logs, log => log.UserId),
            Array(logs, log => log.Id),
            Array(logs, log => log.ReminderId),
            Array(logs, log => log.Attempt),
            Array(logs, log => Instant.Truncate(log.SentAt)),
            Array(logs, log => EnumColumns.Word(log.Status.ToString())),
            Array(logs, log => log.Channel),
            Array(logs, log => JsonSerializer.Serialize(log.Response, DocumentColumns.Json), NpgsqlDbType.Jsonb),
            Array(logs, log => log.LateByMs),
        },
    };

    private static NpgsqlBatchCommand Insert(IReadOnlyList<Notification> notifications) => new(PostgresReminderSql.Notify)
    {
        Parameters =
        {
            Array(notifications, notification => notification.UserId),
            Array(notifications, notification => notification.Id),
            Array(notifications, notification => notification.Kind),
            Array(notifications, notification => notification.Title),
            Array(notifications, notification => notification.Body),
            Array(notifications, notification => notification.EntityType),
            Array(notifications, notification => notification.EntityId),
            Array(notifications, notification => Instant.Truncate(notification.CreatedAt)),
        },
    };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<T[]> Array<TRow, T>(IReadOnlyList<TRow> rows, Func<TRow, T> column, NpgsqlDbType? type = null)
    {
        var values = new T[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(rows[i]);

        var parameter = new NpgsqlParameter<T[]> { TypedValue = values };
        if (type is { } element)
            parameter.NpgsqlDbType = NpgsqlDbType.Array | element;
        return parameter;
    }
}
