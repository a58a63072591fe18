using Aimi.Data;
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
    private const int BatchSize = 1000;
    private const int PeopleToldAtOnce = 32;

    private readonly List<string> _others = [EventReminders.FeedbackChannel, .. channels.Select(channel => channel.Name)];

    public static string Name => "reminder_dispatcher";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var due = await Look(cancellationToken);
        if (due == 0)
            return false;

        // SQLite's calls block: each lane has a thread of the pool.
        var lanes = due > BatchSize ? queue.Lanes : 1;
        var more = await Task.WhenAll(Enumerable.Range(0, lanes).Select(_ => Task.Run(() => Round(cancellationToken), cancellationToken)));
        return more.Contains(true);
    }

    /// <summary>How many are due, as far as it matters; without a lock, and at the price of an index where there is nothing.</summary>
    private async Task<int> Look(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        var now = time.GetUtcNow();
        var mine = database.Reminders.Where(reminder => !_others.Contains(reminder.Channel));
        var due = await mine.Where(reminder => reminder.Status == ReminderStatus.Scheduled && reminder.TriggerAt <= now)
            .OrderBy(reminder => reminder.TriggerAt).Take(BatchSize + 1).CountAsync(cancellationToken);

        // A channel that was one outside when they were leased, and is none any more.
        return due > 0 ? due
            : await mine.AnyAsync(reminder => reminder.Status == ReminderStatus.Sending && reminder.LockedUntil <= now, cancellationToken) ? 1
            : 0;
    }

    private async Task<bool> Round(CancellationToken cancellationToken)
    {
        try
        {
            return await Run(BatchSize, cancellationToken);
        }
        catch (Exception failure) when (queue.Refused(failure))
        {
            // One of the batch cannot be written; alone, it falls alone.
            BatchRefused(failure);
            for (var i = 0; i < BatchSize && await Alone(cancellationToken); i++)
            {
            }

            return true;
        }
    }

    private async Task<bool> Alone(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var round = scope.ServiceProvider.GetRequiredService<ReminderRound>();
        try
        {
            var outcome = await round.Run(outside: false, 1, cancellationToken);
            await Tell(outcome, cancellationToken);
            return outcome.Taken > 0;
        }
        catch (Exception failure) when (queue.Refused(failure) && round.Taken is [var poison])
        {
            await GiveUp(poison.Reminder, failure, cancellationToken);
            return true;
        }
    }

    private async Task<bool> Run(int count, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<ReminderRound>().Run(outside: false, count, cancellationToken);
        await Tell(outcome, cancellationToken);
        return outcome.Taken == count || outcome.DigestIsDue;
    }

    /// <summary>It is durable: now whoever is there hears of it. A client that is not there finds it when it comes.</summary>
    private async Task Tell(RoundOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var ended in outcome.Logs)
            metrics.Count(ended);
        foreach (var notification in outcome.Notifications)
            hub.Publish(notification.UserId, NotificationFrame.Of(notification).ToUtf8());

        // In the order of each person's messages; not all people at once, for the cache is shared with those who are talking.
        await Parallel.ForEachAsync(
            outcome.Messages.GroupBy(stored => stored.Message!.UserId),
            new ParallelOptions { MaxDegreeOfParallelism = PeopleToldAtOnce, CancellationToken = cancellationToken },
            async (mine, stopping) =>
            {
                foreach (var stored in mine)
                {
                    foreach (var watcher in watchers)
                        await watcher.Stored(mine.Key, stored, stopping);
                }
            });
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
