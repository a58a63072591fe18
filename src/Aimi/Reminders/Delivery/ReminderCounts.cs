using Aimi.Data;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>What stands in the queue of reminders, for whoever watches over it; as a service, by the indexes of the queue.</summary>
internal static class ReminderCounts
{
    /// <summary>What should have rung by now, what a worker took and was not heard of again included.</summary>
    public static async Task<Waiting> Due(AimiDbContext database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = In(database, ReminderStatus.Scheduled).Where(reminder => reminder.TriggerAt <= now).OrderBy(reminder => reminder.TriggerAt);
        var abandoned = In(database, ReminderStatus.Sending).Where(reminder => reminder.LockedUntil <= now).OrderBy(reminder => reminder.LockedUntil);
        var count = await Waiting.CountOf(due, cancellationToken) + await Waiting.CountOf(abandoned, cancellationToken);
        return new(Math.Min(count, Waiting.Most), Earlier(await Oldest(due, cancellationToken), await Oldest(abandoned, cancellationToken)));
    }

    public static Task<int> Scheduled(AimiDbContext database, CancellationToken cancellationToken) =>
        Waiting.CountOf(In(database, ReminderStatus.Scheduled).OrderBy(reminder => reminder.TriggerAt), cancellationToken);

    public static Task<int> GivenUp(AimiDbContext database, CancellationToken cancellationToken) =>
        Waiting.CountOf(In(database, ReminderStatus.Failed).OrderBy(reminder => reminder.OccurrenceAt), cancellationToken);

    private static IQueryable<Reminder> In(AimiDbContext database, ReminderStatus status) => database.Reminders.Where(reminder => reminder.Status == status);

    private static Task<DateTimeOffset?> Oldest(IQueryable<Reminder> reminders, CancellationToken cancellationToken) =>
        reminders.OrderBy(reminder => reminder.TriggerAt).Select(reminder => (DateTimeOffset?)reminder.TriggerAt).FirstOrDefaultAsync(cancellationToken);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
