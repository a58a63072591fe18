using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Events that are over come to await the word how they went, each in a transaction of its own. That holds the person before the event and its reminders, as every
/// change of a plan does: a worker that took the reminders first would wait for a request that waits for it.
/// </summary>
internal sealed partial class FeedbackWorker(
    IServiceScopeFactory scopes, IReminderQueue queue, ReminderMetrics metrics, TimeProvider time, ILogger<FeedbackWorker> log) : IWorker
{
    private const int BatchSize = 100;

    public static string Name => "reminder_feedback";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        // Without a lock: whoever else found the same finds it done.
        var due = await Look(cancellationToken);
        foreach (var reminder in due)
        {
            using var span = ReminderSpans.Begin(reminder);
            var ended = await Take(reminder, cancellationToken);
            ReminderSpans.End(span, ended);
            if (ended is not null)
                metrics.Count(ended);
        }

        return due.Count == BatchSize;
    }

    private async Task<List<Reminder>> Look(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Due(scope.ServiceProvider.GetRequiredService<AimiDbContext>())
            .OrderBy(reminder => reminder.TriggerAt).Take(BatchSize).AsNoTracking().ToListAsync(cancellationToken);
    }

    private IQueryable<Reminder> Due(AimiDbContext database)
    {
        var now = time.GetUtcNow();
        return database.Reminders.Where(
            reminder => reminder.Status == ReminderStatus.Scheduled && reminder.TriggerAt <= now && reminder.Channel == EventReminders.FeedbackChannel);
    }

    private async Task<ReminderLog?> Take(Reminder reminder, CancellationToken cancellationToken)
    {
        using var acting = Acting.For(reminder.UserId);
        try
        {
            return await InTransaction(
                reminder,
                async feedback => await feedback.Ask(reminder, cancellationToken)
                    ? (ReminderStatus.Sent, new DeliveryResponse())
                    : (ReminderStatus.Skipped, new DeliveryResponse { Code = ReminderReasons.NotPlanned }),
                cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !ErrorHandling.IsDatabaseAway(failure))
        {
            // An event that cannot be understood holds up no other.
            GivenUp(reminder.Id, reminder.UserId, failure);
            var unreadable = new DeliveryResponse { Code = ReminderReasons.Unreadable, Detail = failure.GetType().Name };
            return await InTransaction(reminder, _ => Task.FromResult((ReminderStatus.Failed, unreadable)), cancellationToken);
        }
    }

    /// <returns>Null where it is not to be done any more.</returns>
    private async Task<ReminderLog?> InTransaction(
        Reminder reminder, Func<ReminderFeedback, Task<(ReminderStatus Status, DeliveryResponse Response)>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        return await database.InTransaction(
            async () =>
            {
                await database.LockPerson(reminder.UserId, cancellationToken);

                // As sent already: whoever follows the change of the event clears the queue of what still waits to be said of it.
                var now = time.GetUtcNow();
                var taken = await Due(database).Where(row => row.UserId == reminder.UserId && row.Id == reminder.Id).ExecuteUpdateAsync(
                    row => row.SetProperty(r => r.Status, ReminderStatus.Sent).SetProperty(r => r.UpdatedAt, now), cancellationToken);
                if (taken == 0)
                    return null;

                var (status, response) = await work(scope.ServiceProvider.GetRequiredService<ReminderFeedback>());
                var present = await database.Reminders.AsNoTracking()
                    .SingleAsync(row => row.UserId == reminder.UserId && row.Id == reminder.Id, cancellationToken);
                var ended = ReminderEffects.Ended(present, status, response, now);
                await queue.Apply(database, [present], [ended], [], now, cancellationToken);
                return ended;
            },
            cancellationToken);
    }

    [LoggerMessage(1305, LogLevel.Error, "The event of the reminder {ReminderId} of {UserId} cannot be asked about, and the reminder is given up", EventName = "feedback_given_up")]
    private partial void GivenUp(Guid reminderId, Guid userId, Exception failure);
}
