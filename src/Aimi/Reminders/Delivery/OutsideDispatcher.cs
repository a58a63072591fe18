using Aimi.Data;
using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Delivers to receivers outside: takes a few reminders under a lease, sends them without a lock, and writes what became of each, if the lease is still
/// its own. A delivery may be repeated, always under the same <see cref="Reminder.DedupeKey"/>. When the process stops, receivers that were asked may answer for a while yet; what
/// was not sent, and what they do not answer, is given back for others to send at once.
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

    /// <summary>How long a receiver may still answer when the process stops: less than the host waits.</summary>
    private static readonly TimeSpan StopPatience = Server.StopPatience / 2;

    private readonly Dictionary<string, IReminderChannel> _channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    public static string Name => "reminder_outside_dispatcher";

    public static TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    public async Task<bool> RunOnce(CancellationToken cancellationToken) =>
        _channels.Count > 0 && await IsAnyDue(cancellationToken) && await Spans.Run(Name, () => Drain(cancellationToken), cancellationToken);

    private async Task<bool> Drain(CancellationToken cancellationToken)
    {
        RoundOutcome outcome;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var round = scope.ServiceProvider.GetRequiredService<ReminderRound>();
            outcome = await Task.Run(() => round.Run(outside: true, PeopleShare.All, BatchSize, cancellationToken), cancellationToken);
        }

        foreach (var ended in outcome.Logs)
            metrics.Count(ended);
        await Parallel.ForEachAsync(
            outcome.Leased,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (delivery, _) => await Deliver(delivery, cancellationToken));
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

    private async Task Deliver(ReminderDelivery delivery, CancellationToken stopping)
    {
        var reminder = delivery.Reminder;
        using var acting = Acting.For(reminder.UserId);

        using var span = ReminderSpans.Begin(reminder, delivery.Followed);

        // The second of two may have waited too long: whoever takes it next sends it in time.
        if (stopping.IsCancellationRequested || reminder.LockedUntil - time.GetUtcNow() <= Patience || await Send(delivery, stopping) is not { } result)
        {
            await GiveBack(reminder);
            return;
        }

        // Written whether the process stops or not: what was sent, and is not known to be, is sent again.
        var ended = await End(reminder, result, CancellationToken.None);
        ReminderSpans.End(span, ended);
        if (ended is null)
            LeaseLost(reminder.Id, reminder.UserId);
        else
            metrics.Count(ended);
    }

    /// <returns>Null where the process stopped before there was an answer.</returns>
    private async Task<DeliveryResult?> Send(ReminderDelivery delivery, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);

        // Beside the other, which the lease counts on: a stop gives nobody more time.
        using var hurry = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var hurrying = stopping.Register(() => hurry.CancelAfter(StopPatience));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, hurry.Token);
        try
        {
            return await _channels[delivery.Reminder.Channel].Send(delivery, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return patience.IsCancellationRequested ? DeliveryResult.TryAgain("timeout", "It took too long.") : null;
        }
        catch (Exception failure)
        {
            ChannelThrew(delivery.Reminder.Channel, delivery.Reminder.Id, failure);
            return DeliveryResult.TryAgain("error", failure.GetType().Name);
        }
    }

    /// <summary>Nobody tried: it is due as it was before.</summary>
    private async Task GiveBack(Reminder reminder)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        await Held(scope.ServiceProvider.GetRequiredService<AimiDbContext>(), reminder).ExecuteUpdateAsync(
            row => row
                .SetProperty(r => r.Status, ReminderStatus.Scheduled)
                .SetProperty(r => r.Attempts, r => r.Attempts - 1)
                .SetProperty(r => r.LockedUntil, (DateTimeOffset?)null)
                .SetProperty(r => r.LeaseToken, (Guid?)null)
                .SetProperty(r => r.UpdatedAt, now),
            CancellationToken.None);
    }

    private static IQueryable<Reminder> Held(AimiDbContext database, Reminder reminder) =>
        database.Reminders.Where(row => row.UserId == reminder.UserId && row.Id == reminder.Id && row.LeaseToken == reminder.LeaseToken);

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
                var written = await Held(database, reminder)
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
