using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>An event is over, and awaits the word how it went.</summary>
internal sealed class ReminderFeedback(AimiDbContext database, EventRepository events)
{
    /// <returns>False where it is not planned any more: it was done, dropped or moved.</returns>
    public async Task<bool> Ask(Reminder reminder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (userId, eventId) = (reminder.UserId, reminder.EventId!.Value);
        var planned = await events.Find(userId, eventId, cancellationToken);
        if (planned?.Status != EventStatus.Planned)
            return false;
        if (planned.RepeatRule is null)
            return (await events.AskForFeedback(userId, eventId, EventActor.Worker, ifVersion: null, cancellationToken)).Result == EventChangeResult.Changed;

        return await AskOfOccurrence(planned, reminder.OccurrenceAt, now, cancellationToken);
    }

    // One that was moved is found by its new time, any other by what the rule says.
    private async Task<bool> AskOfOccurrence(PlannedEvent series, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wall = LocalTime.ToWall(at, series.Timezone);
        var mine = database.EventOccurrences.Where(row => row.UserId == series.UserId && row.EventId == series.Id);
        var row = await mine.FirstOrDefaultAsync(row => row.StartAt == at || (row.StartAt == null && row.DueAt == at), cancellationToken)
            ?? await mine.SingleOrDefaultAsync(row => row.WallTime == wall, cancellationToken);
        if (row is { Status: not EventStatus.Planned })
            return false;

        if (row is null)
        {
            row = new EventOccurrence
            {
                UserId = series.UserId,
                Id = Guid.CreateVersion7(now),
                EventId = series.Id,
                WallTime = wall,
                CreatedAt = now,
                UpdatedAt = now,
            };
            database.EventOccurrences.Add(row);
        }

        row.Status = EventStatus.AwaitingFeedback;
        database.EventHistory.Add(new EventHistory
        {
            UserId = series.UserId,
            Id = Guid.CreateVersion7(now),
            EventId = series.Id,
            FromStatus = EventStatus.Planned,
            ToStatus = EventStatus.AwaitingFeedback,
            ChangedAt = now,
            By = EventActor.Worker,
            Metadata = new EventChangeDetails { OccurrenceAt = LocalTime.ToInstant(row.WallTime, series.Timezone) },
        });
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }
}
