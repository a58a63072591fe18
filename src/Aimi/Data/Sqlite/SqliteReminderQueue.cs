using System.Text.Json;
using Aimi.Realtime;
using Aimi.Reminders;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Aimi.Data.Sqlite;

/// <summary>SQLite has one writer: a transaction has the whole queue for itself from its beginning, so that nothing need be locked, nor skipped.</summary>
internal sealed class SqliteReminderQueue : IReminderQueue
{
    private const string ClaimSql =
        """
        WITH taken AS (
            SELECT * FROM (
                SELECT * FROM reminder_queue
                WHERE status = 'scheduled' AND trigger_at <= $now AND (channel IN (SELECT value FROM json_each($channels))) = $outside
                ORDER BY trigger_at LIMIT $count)
            UNION ALL
            SELECT * FROM (
                SELECT * FROM reminder_queue
                WHERE status = 'sending' AND locked_until <= $now AND (channel IN (SELECT value FROM json_each($channels))) = $outside
                ORDER BY locked_until LIMIT $count)
            LIMIT $count)
        SELECT user_id, id, kind, event_id, habit_id, occurrence_at, trigger_at, "offset", channel, status, attempts, dedupe_key, created_at, updated_at,
               payload,
               CASE
                   WHEN event_id IS NOT NULL THEN EXISTS (
                       SELECT 1 FROM reminder_queue l
                       WHERE l.user_id = t.user_id AND l.event_id = t.event_id AND l.occurrence_at = t.occurrence_at AND l.channel = t.channel
                         AND l.status IN ('scheduled', 'sending', 'sent') AND l.trigger_at <= $now
                         AND (l.trigger_at > t.trigger_at OR (l.trigger_at = t.trigger_at AND l."offset" < t."offset")))
                   WHEN habit_id IS NOT NULL THEN EXISTS (
                       SELECT 1 FROM reminder_queue l
                       WHERE l.user_id = t.user_id AND l.habit_id = t.habit_id AND l.occurrence_at = t.occurrence_at AND l.channel = t.channel
                         AND l.status IN ('scheduled', 'sending', 'sent') AND l.trigger_at <= $now
                         AND (l.trigger_at > t.trigger_at OR (l.trigger_at = t.trigger_at AND l."offset" < t."offset")))
                   ELSE 0
               END,
               traceparent
        FROM taken t ORDER BY trigger_at, id
        """;

    private const string CountSql =
        """
        SELECT count(*) FROM reminder_queue
        WHERE user_id = $user AND trigger_at BETWEEN $since - 172800000000 AND $now
          AND updated_at >= $since AND status IN ('sent', 'sending') AND kind IN ('event', 'habit')
        """;

    private const string UpdateSql =
        """
        UPDATE reminder_queue
        SET status = $status, trigger_at = $trigger, attempts = $attempts, locked_until = $until, lease_token = $token, updated_at = $now
        WHERE user_id = $user AND id = $id
        """;

    // Its share is everybody.
    public int Lanes => 1;

    // Nobody else writes while a batch is told.
    public int BatchSize => 100;

    public async Task<IReadOnlyList<DueReminder>> Claim(
        AimiDbContext database, ChannelSide side, PeopleShare share, int count, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(database, ClaimSql);
        command.Parameters.AddWithValue("$now", SqliteInstant.ToMicroseconds(now));
        command.Parameters.AddWithValue("$count", count);
        command.Parameters.AddWithValue("$channels", JsonSerializer.Serialize(side.Channels));
        command.Parameters.AddWithValue("$outside", side.Outside);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<DueReminder>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(DueReminders.Read(reader, column => SqliteInstant.FromMicroseconds(reader.GetInt64(column))));

        return due;
    }

    public async Task<IReadOnlyDictionary<Guid, int>> CountDelivered(
        AimiDbContext database, IReadOnlyDictionary<Guid, DateTimeOffset> dayStarts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(database, CountSql);
        var (user, since) = (command.Parameters.Add("$user", SqliteType.Text), command.Parameters.Add("$since", SqliteType.Integer));
        command.Parameters.AddWithValue("$now", SqliteInstant.ToMicroseconds(now));
        var counts = new Dictionary<Guid, int>();
        foreach (var (person, dayStart) in dayStarts)
        {
            (user.Value, since.Value) = (person, SqliteInstant.ToMicroseconds(dayStart));
            counts[person] = (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }

        return counts;
    }

    public async Task<IReadOnlyList<Reminder>> LockDigests(AimiDbContext database, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken) =>
        await database.Reminders.AsNoTracking()
            .Where(reminder => people.Contains(reminder.UserId) && reminder.Kind == ReminderKind.Digest && reminder.Status == ReminderStatus.Scheduled)
            .ToListAsync(cancellationToken);

    public async Task Apply(
        AimiDbContext database,
        IReadOnlyList<Reminder> changed,
        IReadOnlyList<ReminderLog> logs,
        IReadOnlyList<Notification> notifications,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var command = Command(database, UpdateSql);
        var (user, id) = (command.Parameters.Add("$user", SqliteType.Text), command.Parameters.Add("$id", SqliteType.Text));
        var (status, trigger) = (command.Parameters.Add("$status", SqliteType.Text), command.Parameters.Add("$trigger", SqliteType.Integer));
        var (attempts, until) = (command.Parameters.Add("$attempts", SqliteType.Integer), command.Parameters.Add("$until", SqliteType.Integer));
        var token = command.Parameters.Add("$token", SqliteType.Text);
        command.Parameters.AddWithValue("$now", SqliteInstant.ToMicroseconds(now));
        foreach (var reminder in changed)
        {
            (user.Value, id.Value) = (reminder.UserId, reminder.Id);
            (status.Value, trigger.Value) = (EnumColumns.Word(reminder.Status.ToString()), SqliteInstant.ToMicroseconds(reminder.TriggerAt));
            attempts.Value = reminder.Attempts;
            until.Value = reminder.LockedUntil is { } end ? SqliteInstant.ToMicroseconds(end) : DBNull.Value;
            token.Value = reminder.LeaseToken ?? (object)DBNull.Value;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        database.AddRange(logs);
        database.AddRange(notifications);
        await database.SaveChangesAsync(cancellationToken);
    }

    // 18: too big; 19: a constraint; 20: of another type.
    public bool Refused(Exception failure) =>
        (failure as SqliteException ?? failure.InnerException as SqliteException)?.SqliteErrorCode is 18 or 19 or 20;

    private static SqliteCommand Command(AimiDbContext database, string sql) => new(
        sql,
        (SqliteConnection)database.Database.GetDbConnection(),
        (SqliteTransaction?)database.Database.CurrentTransaction?.GetDbTransaction());
}
