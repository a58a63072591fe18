using Aimi.Planning;

namespace Aimi.Reminders;

/// <summary>An event is over, and awaits the word how it went.</summary>
internal sealed class ReminderFeedback(EventRepository events)
{
    /// <returns>False where it is not planned any more: it was done, dropped or moved.</returns>
    public async Task<bool> Ask(Reminder reminder, CancellationToken cancellationToken)
    {
        var (userId, eventId) = (reminder.UserId, reminder.EventId!.Value);
        var planned = await events.Find(userId, eventId, cancellationToken);
        if (planned?.Status != EventStatus.Planned)
            return false;

        DateTimeOffset? which = null;
        if (Series.Repeats(planned))
        {
            var differences = await events.Differences(userId, eventId, cancellationToken);
            var occurrence = Series.TakingPlaceAt(planned, differences, reminder.OccurrenceAt);
            if (occurrence?.Status is not EventStatus.Planned)
                return false;

            which = occurrence.At;
        }

        var asked = await events.AskForFeedback(new EventTarget(userId, eventId, which), EventActor.Worker, ifVersion: null, cancellationToken);
        return asked.Result == EventChangeResult.Changed;
    }
}
