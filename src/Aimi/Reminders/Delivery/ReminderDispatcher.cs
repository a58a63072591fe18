using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>Tells in the product what is due: the log, the conversation, notifications. Receivers outside have <see cref="OutsideDispatcher"/>, so that one who hangs holds up nobody here; what is over is <see cref="FeedbackWorker"/>'s.</summary>
internal sealed partial class ReminderDispatcher(
    IServiceScopeFactory scopes,
    IReminderQueue queue,
    RealtimeHub hub,
    IEnumerable<IMessageWatcher> watchers,
    IEnumerable<IReminderChannel> channels,
    ReminderMetrics metrics,
    TimeProvider time,
    ILogger<ReminderDispatcher> log) : IWorker
{
    private const int RoundsOfARun = 10;

    private readonly List<string> _others = [EventReminders.FeedbackChannel, .. channels.Select(channel => channel.Name)];

    public static string Name => "reminder_dispatcher";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var due = await Look(cancellationToken);
        return due > 0 && await Drain(due, cancellationToken);
    }

    private async Task<bool> Drain(int due, CancellationToken cancellationToken)
    {
        // SQLite's calls block: each lane has a thread of the pool.
        var lanes = due > queue.BatchSize ? queue.Lanes : 1;
        var more = await Task.WhenAll(Enumerable.Range(0, lanes).Select(
            lane => Task.Run(() => Rounds(new PeopleShare(lane, lanes), cancellationToken), cancellationToken)));
        return more.Contains(true);
    }

    /// <summary>Batch after batch, without waiting for the other lanes in between; not without end, for the loop around tells that the worker lives.</summary>
    private async Task<bool> Rounds(PeopleShare share, CancellationToken cancellationToken)
    {
        for (var round = 0; round < RoundsOfARun; round++)
        {
            if (!await Spans.Run(Name, () => Round(share, cancellationToken), cancellationToken))
                return false;
        }

        return true;
    }

    /// <summary>How many are due, as far as it matters; without a lock, and at the price of an index where there is nothing.</summary>
    private async Task<int> Look(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        var now = time.GetUtcNow();
        var mine = database.Reminders.Where(reminder => !_others.Contains(reminder.Channel));
        var due = await mine.Where(reminder => reminder.Status == ReminderStatus.Scheduled && reminder.TriggerAt <= now)
            .OrderBy(reminder => reminder.TriggerAt).Take(queue.BatchSize + 1).CountAsync(cancellationToken);

        // A channel that was one outside when they were leased, and is none any more.
        return due > 0 ? due
            : await mine.AnyAsync(reminder => reminder.Status == ReminderStatus.Sending && reminder.LockedUntil <= now, cancellationToken) ? 1
            : 0;
    }

    private async Task<bool> Round(PeopleShare share, CancellationToken cancellationToken)
    {
        try
        {
            return await Run(share, cancellationToken);
        }
        catch (Exception failure) when (queue.Refused(failure))
        {
            // One of the batch cannot be written; alone, it falls alone.
            BatchRefused(failure);
            for (var i = 0; i < queue.BatchSize && await Alone(share, cancellationToken); i++)
            {
            }

            return true;
        }
    }

    private async Task<bool> Alone(PeopleShare share, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var round = scope.ServiceProvider.GetRequiredService<ReminderRound>();
        try
        {
            var outcome = await round.Run(outside: false, share, 1, cancellationToken);
            await Tell(outcome);
            return outcome.Taken > 0;
        }
        catch (Exception failure) when (queue.Refused(failure) && round.Taken is [var poison])
        {
            await GiveUp(poison.Reminder, failure, cancellationToken);
            return true;
        }
    }

    private async Task<bool> Run(PeopleShare share, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ReminderRound>().Run(outside: false, share, queue.BatchSize, cancellationToken);
        await Tell(outcome);
        if (outcome.Taken < queue.BatchSize)
            return outcome.DigestIsDue;

        await scope.ServiceProvider.GetRequiredService<AimiDbContext>().LetOthersWrite(cancellationToken);
        return true;
    }

    /// <summary>It is durable: now whoever is there hears of it, a process that stops tells it still. A client that is not there finds it when it comes.</summary>
    private async Task Tell(RoundOutcome outcome)
    {
        foreach (var ended in outcome.Logs)
            metrics.Count(ended);
        if (outcome.Notifications.Count > 0)
            await Notify(outcome.Notifications);
        if (outcome.Messages.Count > 0)
        {
            foreach (var watcher in watchers)
                await watcher.Stored(outcome.Messages, CancellationToken.None);
        }
    }

    private async Task Notify(IReadOnlyList<Notification> notifications)
    {
        var there = await hub.Listening([.. notifications.Select(notification => notification.UserId).Distinct()]);
        foreach (var notification in notifications.Where(notification => there.Contains(notification.UserId)))
            hub.Publish(notification.UserId, NotificationFrame.Of(notification).ToUtf8());
    }

    private async Task GiveUp(Reminder reminder, Exception failure, CancellationToken cancellationToken)
    {
        RowRefused(reminder.Id, reminder.UserId, failure);
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        var now = time.GetUtcNow();
        (reminder.LockedUntil, reminder.LeaseToken) = (null, null);
        var ended = await database.InTransaction(
            async () =>
            {
                // As it is stored: what the round made of it was rolled back. The log is asked for its last attempt: that may be what was wrong.
                var stored = await database.Reminders
                    .Where(row => row.UserId == reminder.UserId && row.Id == reminder.Id && row.UpdatedAt == reminder.UpdatedAt)
                    .Select(row => new { row.Attempts, Last = database.ReminderLogs.Where(told => told.UserId == row.UserId && told.ReminderId == row.Id).Max(told => (int?)told.Attempt) })
                    .SingleOrDefaultAsync(cancellationToken);
                if (stored is null)
                    return null;

                (reminder.Attempts, reminder.Status) = (Math.Max(stored.Attempts, stored.Last ?? 0), ReminderStatus.Scheduled);
                var end = ReminderEffects.Ended(
                    reminder, ReminderStatus.Failed, new DeliveryResponse { Code = ReminderReasons.Unreadable, Detail = failure.GetType().Name }, now);
                await queue.Apply(database, [reminder], [end], [], now, cancellationToken);
                return end;
            },
            cancellationToken);
        if (ended is not null)
            metrics.Count(ended);
    }

    [LoggerMessage(1301, LogLevel.Warning, "The database refused a batch of reminders; they are tried one by one", EventName = "reminder_batch_refused")]
    private partial void BatchRefused(Exception failure);

    [LoggerMessage(1302, LogLevel.Error, "The reminder {ReminderId} of {UserId} cannot be written, and is given up", EventName = "reminder_refused")]
    private partial void RowRefused(Guid reminderId, Guid userId, Exception failure);
}
