using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Sqlite;

/// <summary>SQLite has one writer: a single statement that writes has the database for itself from its beginning.</summary>
internal sealed class SqliteReminderQueue(AimiDbContext database) : IReminderQueue
{
    public async Task<IReadOnlyList<Reminder>> Claim(
        int count, DateTimeOffset now, DateTimeOffset until, Guid leaseToken, CancellationToken cancellationToken)
    {
        // SQL written by hand knows nothing of the model's conversions.
        var (nowMicroseconds, untilMicroseconds) = (SqliteInstant.ToMicroseconds(now), SqliteInstant.ToMicroseconds(until));
        var claimed = await database.Reminders.FromSql(
            $"""
            UPDATE reminder_queue
            SET status = 'sending', attempts = attempts + 1, locked_until = {untilMicroseconds}, lease_token = {leaseToken}, updated_at = {nowMicroseconds}
            WHERE (user_id, id) IN (
                SELECT user_id, id FROM reminder_queue
                WHERE status = 'scheduled' AND trigger_at <= {nowMicroseconds}
                ORDER BY trigger_at LIMIT {count})
            RETURNING *
            """).AsNoTracking().ToListAsync(cancellationToken);

        // The database returns them in the order in which it found them.
        return [.. claimed.OrderBy(reminder => reminder.TriggerAt).ThenBy(reminder => reminder.Id)];
    }
}
