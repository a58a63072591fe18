using System.Globalization;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>The reminders of people and their delivery. A transaction that is open is joined.</summary>
public sealed class ReminderRepository(AimiDbContext database, IReminderQueue queue, TimeProvider time)
{
    /// <summary>Plans reminders. One that is planned already, for the same occurrence, offset and channel, stays as it is.</summary>
    /// <returns>How many were added.</returns>
    public Task<int> Schedule(Guid userId, IReadOnlyCollection<NewReminder> reminders, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return database.AddMissing([.. reminders.Select(reminder => Create(userId, reminder, now))], cancellationToken);
    }

    public Task<Reminder?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Mine(userId, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>The attempts to deliver a reminder, the first first.</summary>
    public async Task<IReadOnlyList<ReminderLog>> Log(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.ReminderLogs
            .Where(log => log.UserId == userId && log.ReminderId == id)
            .OrderBy(log => log.Attempt)
            .ToListAsync(cancellationToken);

    /// <summary>
    /// Takes due reminders of all people for one worker, after giving back those whose worker did not end in time. All of a batch carry one
    /// <see cref="Reminder.LeaseToken"/>, which <see cref="MarkSent"/> and <see cref="MarkFailed"/> ask for.
    /// </summary>
    public async Task<IReadOnlyList<Reminder>> ClaimDue(int count, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await database.Reminders
            .Where(reminder => reminder.Status == ReminderStatus.Sending && reminder.LockedUntil <= now)
            .ExecuteUpdateAsync(
                reminder => reminder
                    .SetProperty(row => row.Status, ReminderStatus.Scheduled)
                    .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.LeaseToken, (Guid?)null)
                    .SetProperty(row => row.UpdatedAt, now),
                cancellationToken);
        return await queue.Claim(count, now, now + lease, Guid.CreateVersion7(now), cancellationToken);
    }

    /// <summary>It was delivered.</summary>
    /// <returns>False where the lease is another worker's by now, or the person dismissed it: nothing was written.</returns>
    public Task<bool> MarkSent(Guid userId, Guid id, Guid leaseToken, DeliveryResponse response, CancellationToken cancellationToken) =>
        EndAttempt(userId, id, leaseToken, DeliveryStatus.Sent, response, reminder => reminder.Status = ReminderStatus.Sent, cancellationToken);

    /// <summary>It was not delivered: it is due again at <paramref name="retryAt"/>, or given up where that is null.</summary>
    /// <returns>As <see cref="MarkSent"/>.</returns>
    public Task<bool> MarkFailed(
        Guid userId, Guid id, Guid leaseToken, DeliveryResponse response, DateTimeOffset? retryAt, CancellationToken cancellationToken) =>
        EndAttempt(
            userId,
            id,
            leaseToken,
            DeliveryStatus.Failed,
            response,
            reminder =>
            {
                reminder.Status = retryAt is null ? ReminderStatus.Failed : ReminderStatus.Scheduled;
                reminder.TriggerAt = retryAt ?? reminder.TriggerAt;
            },
            cancellationToken);

    /// <summary>It rings (again) at <paramref name="until"/>, even if it was delivered, skipped or given up.</summary>
    /// <returns>False where the person has no such reminder, or dismissed it.</returns>
    public async Task<bool> Snooze(Guid userId, Guid id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // Another delivery, which a channel must not take for the first one again.
        var dedupeKey = $"{id:N}.{until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        return await Mine(userId, id)
            .Where(reminder => reminder.Status != ReminderStatus.Dismissed)
            .ExecuteUpdateAsync(
                reminder => reminder
                    .SetProperty(row => row.Status, ReminderStatus.Scheduled)
                    .SetProperty(row => row.TriggerAt, until)
                    .SetProperty(row => row.DedupeKey, dedupeKey)
                    .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.LeaseToken, (Guid?)null)
                    .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
                cancellationToken) > 0;
    }

    /// <summary>It rings no more. Dismissing it again changes nothing.</summary>
    /// <returns>False where the person has no such reminder.</returns>
    public async Task<bool> Dismiss(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await Mine(userId, id).ExecuteUpdateAsync(
            reminder => reminder
                .SetProperty(row => row.Status, ReminderStatus.Dismissed)
                .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.LeaseToken, (Guid?)null)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken) > 0;

    private IQueryable<Reminder> Mine(Guid userId, Guid id) => database.Reminders.Where(reminder => reminder.UserId == userId && reminder.Id == id);

    // The reminder, the end of its lease and its log, together or not at all. The token is EF's concurrency token, so that the update
    // finds no row if the lease changed hands between the reading and the writing.
    private async Task<bool> EndAttempt(
        Guid userId,
        Guid id,
        Guid leaseToken,
        DeliveryStatus status,
        DeliveryResponse response,
        Action<Reminder> change,
        CancellationToken cancellationToken)
    {
        var reminder = await Mine(userId, id).Where(row => row.LeaseToken == leaseToken).SingleOrDefaultAsync(cancellationToken);
        if (reminder is null)
            return false;

        var now = time.GetUtcNow();
        var log = database.ReminderLogs.Add(new ReminderLog
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            ReminderId = id,
            Attempt = reminder.Attempts,
            SentAt = now,
            Status = status,
            Channel = reminder.Channel,
            Response = response,
            LateByMs = (long)(now - reminder.TriggerAt).TotalMilliseconds,
        });
        (reminder.LeaseToken, reminder.LockedUntil) = (null, null);
        change(reminder);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
        finally
        {
            // The context may live on; the next batch reads the rows anew.
            log.State = EntityState.Detached;
            database.Entry(reminder).State = EntityState.Detached;
        }
    }

    private static Reminder Create(Guid userId, NewReminder reminder, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new Reminder
        {
            UserId = userId,
            Id = id,
            Kind = reminder.HabitId is null ? ReminderKind.Event : ReminderKind.Habit,
            EventId = reminder.EventId,
            HabitId = reminder.HabitId,
            OccurrenceAt = reminder.OccurrenceAt,
            TriggerAt = reminder.OccurrenceAt - reminder.Offset,
            Offset = reminder.Offset,
            Channel = reminder.Channel,
            DedupeKey = id.ToString("N"),
            Payload = reminder.Payload,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}

/// <summary>A reminder to plan: of an occurrence of an event or of a habit, one of the two.</summary>
/// <param name="Offset">Whole seconds before the occurrence.</param>
/// <param name="Channel">The name of the channel.</param>
public sealed record NewReminder(Guid? EventId, Guid? HabitId, DateTimeOffset OccurrenceAt, TimeSpan Offset, string Channel, ReminderPayload Payload);
