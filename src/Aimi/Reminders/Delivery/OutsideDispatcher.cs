using Aimi.Data;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Delivers to receivers outside: takes a few reminders under a lease, sends them without a lock, and writes what became of each, if the lease is still
/// its own. A delivery may be repeated, always under the same <see cref="Reminder.DedupeKey"/>.
/// </summary>
internal sealed partial class OutsideDispatcher(
    IServiceScopeFactory scopes,
    IEnumerable<IReminderChannel> channels,
    RetrySchedule retries,
    ReminderMetrics metrics,
    TimeProvider time,
    ILogger<OutsideDispatcher> log) : IWorker
{
    private const int AtOnce = 8;

    /// <summary>Each waits for at most one other before it: all end within their lease.</summary>
    private const int BatchSize = 2 * AtOnce;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, IReminderChannel> _channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    public static string Name => "reminder_outside_dispatcher";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        if (_channels.Count == 0 || !await IsAnyDue(cancellationToken))
            return false;

        RoundOutcome outcome;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var round = scope.ServiceProvider.GetRequiredService<ReminderRound>();
            outcome = await Task.Run(() => round.Run(outside: true, BatchSize, cancellationToken), cancellationToken);
        }

        foreach (var ended in outcome.Logs)
            metrics.Count(ended);
        await Parallel.ForEachAsync(
            outcome.Leased,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (delivery, stopping) => await Deliver(delivery, stopping));
        return outcome.Taken == BatchSize || outcome.DigestIsDue;
    }

    private async Task<bool> IsAnyDue(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var names = _channels.Keys.ToList();
        var now = time.GetUtcNow();
        var mine = scope.ServiceProvider.GetRequiredService<AimiDbContext>().Reminders.Where(reminder => names.Contains(reminder.Channel));
        return await mine.AnyAsync(reminder => reminder.Status == ReminderStatus.Scheduled && reminder.TriggerAt <= now, cancellationToken)
            || await mine.AnyAsync(reminder => reminder.Status == ReminderStatus.Sending && reminder.LockedUntil <= now, cancellationToken);
    }

    private async Task Deliver(ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        var reminder = delivery.Reminder;
        using var acting = Acting.For(reminder.UserId);

        // The second of two may have waited too long: whoever takes it next sends it in time.
        if (reminder.LockedUntil - time.GetUtcNow() <= Patience)
            return;

        var result = await Send(delivery, cancellationToken);
        var ended = await End(reminder, result, cancellationToken);
        if (ended is null)
            LeaseLost(reminder.Id, reminder.UserId);
        else
            metrics.Count(ended);
    }

    private async Task<DeliveryResult> Send(ReminderDelivery delivery, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await _channels[delivery.Reminder.Channel].Send(delivery, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return DeliveryResult.TryAgain("timeout", "It took too long.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            ChannelThrew(delivery.Reminder.Channel, delivery.Reminder.Id, failure);
            return DeliveryResult.TryAgain("error", failure.GetType().Name);
        }
    }

    /// <summary>Writes the end of an attempt; null, and nothing written, where the lease is another's by now, or the person dismissed the reminder.</summary>
    private async Task<ReminderLog?> End(Reminder reminder, DeliveryResult result, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        return await database.InTransaction(
            async () =>
            {
                var now = time.GetUtcNow();
                var retryAt = result.Outcome == DeliveryOutcome.TryAgain
                    ? now + retries.After(await Failures(database, reminder, cancellationToken) + 1, result.RetryAfter)
                    : null;
                var (status, at) = (result.Outcome, retryAt) switch
                {
                    (DeliveryOutcome.Delivered, _) => (ReminderStatus.Sent, reminder.TriggerAt),
                    (_, { } again) => (ReminderStatus.Scheduled, again),
                    _ => (ReminderStatus.Failed, reminder.TriggerAt),
                };
                var written = await database.Reminders
                    .Where(row => row.UserId == reminder.UserId && row.Id == reminder.Id && row.LeaseToken == reminder.LeaseToken)
                    .ExecuteUpdateAsync(
                        row => row
                            .SetProperty(r => r.Status, status)
                            .SetProperty(r => r.TriggerAt, at)
                            .SetProperty(r => r.LockedUntil, (DateTimeOffset?)null)
                            .SetProperty(r => r.LeaseToken, (Guid?)null)
                            .SetProperty(r => r.UpdatedAt, now),
                        cancellationToken);
                if (written == 0)
                    return null;

                var ended = ReminderEffects.Ended(reminder, status, result.Response, now);
                database.ReminderLogs.Add(ended);
                await database.SaveChangesAsync(cancellationToken);
                return ended;
            },
            cancellationToken);
    }

    /// <summary>In a row up to now; what was told before that, and snoozed, begins anew.</summary>
    private static async Task<int> Failures(AimiDbContext database, Reminder reminder, CancellationToken cancellationToken)
    {
        var attempts = await database.ReminderLogs
            .Where(row => row.UserId == reminder.UserId && row.ReminderId == reminder.Id)
            .OrderByDescending(row => row.Attempt).Take(RetrySchedule.MaxFailures)
            .Select(row => row.Status).ToListAsync(cancellationToken);
        return attempts.TakeWhile(status => status == DeliveryStatus.Failed).Count();
    }

    [LoggerMessage(1303, LogLevel.Warning, "The lease of the reminder {ReminderId} of {UserId} was lost while it was sent", EventName = "reminder_lease_lost")]
    private partial void LeaseLost(Guid reminderId, Guid userId);

    [LoggerMessage(1304, LogLevel.Error, "The channel {Channel} threw at the reminder {ReminderId}", EventName = "reminder_channel_threw")]
    private partial void ChannelThrew(string channel, Guid reminderId, Exception failure);
}
