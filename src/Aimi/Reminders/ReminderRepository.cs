using System.Globalization;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>The reminders of people and their delivery. A transaction that is open is joined.</summary>
public sealed class ReminderRepository(AimiDbContext database, TimeProvider time)
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
