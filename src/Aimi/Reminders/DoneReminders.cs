using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>The answer "done" to a reminder: what it is of is completed, and it rings no more.</summary>
public sealed class DoneReminders(AimiDbContext database, EventRepository events, Habits habits, ReminderRepository reminders)
{
    private static readonly ReminderRefusal NotSuch = new(422, Code: null, "Only a reminder of an event, a task or a habit can be done.");
    private static readonly ReminderRefusal Elsewhere = new(422, ReminderRefusal.TransitionNotAllowed, "It does not take place at the time of this reminder any more.");

    /// <returns>Why not; null where it is done.</returns>
    public async Task<ReminderRefusal?> Done(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        if (await reminders.Find(userId, id, cancellationToken) is not { } reminder)
            return ReminderRefusal.NotFound;

        // What is refused is not committed; a transaction that is open is left to whoever opened it.
        await using var own = database.Database.CurrentTransaction is null ? await database.Database.BeginTransactionAsync(cancellationToken) : null;

        // In the order in which every change of a plan takes them.
        await database.LockPerson(userId, cancellationToken);
        var refusal = reminder switch
        {
            { EventId: { } eventId } => await Complete(reminder, eventId, cancellationToken),
            { HabitId: { } habitId } => await CheckIn(reminder, habitId, cancellationToken),
            _ => NotSuch,
        };
        if (refusal is null && own is not null)
            await own.CommitAsync(CancellationToken.None);
        return refusal;
    }

    // First the reminder is dismissed: what still waits to be told of a completed event, planning takes off the queue.
    private async Task<ReminderRefusal?> Complete(Reminder reminder, Guid eventId, CancellationToken cancellationToken)
    {
        if (await events.Find(reminder.UserId, eventId, cancellationToken) is not { } planned)
            return ReminderRefusal.NotFound;

        var differences = await events.Differences(reminder.UserId, eventId, cancellationToken);
        if (Series.TakingPlaceAt(planned, differences, reminder.OccurrenceAt) is not { } occurrence)
            return Elsewhere;

        await reminders.Dismiss(reminder.UserId, reminder.Id, cancellationToken, unlessSent: true);
        if (occurrence.Status is EventStatus.Completed)
            return null;

        var target = new EventTarget(reminder.UserId, eventId, Series.Repeats(planned) ? occurrence.At : null);
        var change = await events.Complete(target, EventActor.User, ifVersion: null, cancellationToken);
        return change switch
        {
            { Result: EventChangeResult.Changed } => null,
            { Refusal: { } refused } => new ReminderRefusal(422, refused.Code, refused.Detail),
            _ => new ReminderRefusal(412, Code: null, "The event was changed in this moment. Try again."),
        };
    }

    private async Task<ReminderRefusal?> CheckIn(Reminder reminder, Guid habitId, CancellationToken cancellationToken)
    {
        await reminders.Dismiss(reminder.UserId, reminder.Id, cancellationToken, unlessSent: true);
        var person = await database.Users.Where(user => user.Id == reminder.UserId)
            .Select(user => new { user.Timezone, user.Settings }).SingleAsync(cancellationToken);
        var day = LocalTime.DayOf(reminder.OccurrenceAt, person.Timezone, person.Settings.DayStartHour ?? 0);
        var kept = await habits.CheckIn(reminder.UserId, habitId, day, note: null, ifVersion: null, cancellationToken);
        return kept.Refusal is { } refused ? new ReminderRefusal(refused.Status, refused.Code, refused.Detail) : null;
    }
}
