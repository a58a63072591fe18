using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Postgres;

/// <summary>Workers skip what another is just claiming.</summary>
internal sealed class PostgresReminderQueue(AimiDbContext database) : IReminderQueue
{
    public async Task<IReadOnlyList<Reminder>> Claim(
        int count, DateTimeOffset now, DateTimeOffset until, Guid leaseToken, CancellationToken cancellationToken)
    {
        // SQL written by hand knows nothing of the model's conversions.
        (now, until) = (Instant.Truncate(now), Instant.Truncate(until));
        var claimed = await database.Reminders.FromSql(
            $"""
            WITH due AS (
                SELECT user_id, id FROM reminder_queue
                WHERE status = 'scheduled' AND trigger_at <= {now}
                ORDER BY trigger_at LIMIT {count} FOR UPDATE SKIP LOCKED)
            UPDATE reminder_queue AS reminder
            SET status = 'sending', attempts = attempts + 1, locked_until = {until}, lease_token = {leaseToken}, updated_at = {now}
            FROM due WHERE reminder.user_id = due.user_id AND reminder.id = due.id
            RETURNING reminder.*
            """).AsNoTracking().ToListAsync(cancellationToken);

        // The database returns them in the order in which it found them.
        return [.. claimed.OrderBy(reminder => reminder.TriggerAt).ThenBy(reminder => reminder.Id)];
    }
}
