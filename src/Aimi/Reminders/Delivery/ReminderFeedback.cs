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
        if (!Series.Repeats(planned))
            return (await events.AskForFeedback(userId, eventId, EventActor.Worker, ifVersion: null, cancellationToken)).Result == EventChangeResult.Changed;

        return await AskOfOccurrence(planned, reminder.OccurrenceAt, now, cancellationToken);
    }

    private async Task<bool> AskOfOccurrence(PlannedEvent series, DateTimeOffset anchor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Those that the reminder can be about: where the rule puts one, or one was moved to. It is named by its time where it is now.
        var differences = await database.EventOccurrences
            .Where(row => row.UserId == series.UserId && row.EventId == series.Id).ToListAsync(cancellationToken);
        var occurrence = Series.Between(series, differences, anchor, anchor + TimeSpan.FromMilliseconds(1))
            .FirstOrDefault(occurrence => Instant.Truncate(occurrence.Anchor) == anchor);
        if (occurrence?.Status is not EventStatus.Planned)
            return false;

        var row = differences.Find(difference => difference.WallTime == occurrence.WallTime);
        if (row is null)
        {
            row = new EventOccurrence
            {
                UserId = series.UserId,
                Id = Guid.CreateVersion7(now),
                EventId = series.Id,
                WallTime = occurrence.WallTime,
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
            Metadata = new EventChangeDetails { OccurrenceAt = occurrence.At },
        });
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }
}
