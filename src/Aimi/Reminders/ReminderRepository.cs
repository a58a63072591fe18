using System.Globalization;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// The reminders that a person may see and change: all but the silent question how an event went. A transaction that is open is joined. A change takes the
/// lease from a worker that is just sending: that one writes nothing any more.
/// </summary>
public sealed class ReminderRepository(AimiDbContext database, TimeProvider time)
{
    /// <summary>The code in the log where somebody asked for another try.</summary>
    public const string Retried = "retried";

    public Task<Reminder?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Mine(userId, id).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>In the order of their time, from <paramref name="from"/> until before <paramref name="to"/>.</summary>
    /// <param name="after">The place of the last one of the page before.</param>
    public async Task<IReadOnlyList<Reminder>> List(
        Guid userId,
        ReminderStatus? status,
        DateTimeOffset? from,
        DateTimeOffset? to,
        (DateTimeOffset TriggerAt, Guid Id)? after,
        int count,
        CancellationToken cancellationToken)
    {
        var rows = Mine(userId).AsNoTracking();
        if (status is { } wanted)
            rows = rows.Where(reminder => reminder.Status == wanted);
        if (from is { } first)
            rows = rows.Where(reminder => reminder.TriggerAt >= first);
        if (to is { } end)
            rows = rows.Where(reminder => reminder.TriggerAt < end);
        if (after is var (at, last))
            rows = rows.Where(reminder => reminder.TriggerAt > at || (reminder.TriggerAt == at && reminder.Id.CompareTo(last) > 0));
        return await rows.OrderBy(reminder => reminder.TriggerAt).ThenBy(reminder => reminder.Id).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>Those that were delivered since then, the latest first.</summary>
    public async Task<IReadOnlyList<Reminder>> Rang(Guid userId, DateTimeOffset since, int count, CancellationToken cancellationToken) =>
        await Mine(userId).AsNoTracking()
            .Where(reminder => reminder.Status == ReminderStatus.Sent && reminder.TriggerAt >= since)
            .OrderByDescending(reminder => reminder.TriggerAt).ThenBy(reminder => reminder.Id).Take(count)
            .ToListAsync(cancellationToken);

    /// <summary>The attempts to deliver a reminder, the first first; null where the person has no such reminder.</summary>
    public async Task<IReadOnlyList<ReminderLog>?> Log(Guid userId, Guid id, CancellationToken cancellationToken) =>
        !await Mine(userId, id).AnyAsync(cancellationToken) ? null : await database.ReminderLogs.AsNoTracking()
            .Where(log => log.UserId == userId && log.ReminderId == id)
            .OrderBy(log => log.Attempt)
            .ToListAsync(cancellationToken);

    /// <summary>It rings (again) at <paramref name="until"/>, even if it was delivered, skipped or given up.</summary>
    /// <returns>False where the person has no such reminder, or dismissed it.</returns>
    public Task<bool> Snooze(Guid userId, Guid id, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                await CountAnew(userId, id, cancellationToken);
                return await Ring(Mine(userId, id).Where(reminder => reminder.Status != ReminderStatus.Dismissed), id, until, cancellationToken);
            },
            cancellationToken);

    /// <summary>It rings as it was planned to, whatever became of it.</summary>
    public Task<bool> Renew(Reminder reminder, CancellationToken cancellationToken) =>
        Ring(Mine(reminder.UserId, reminder.Id), reminder.Id, reminder.OccurrenceAt - reminder.Offset, cancellationToken);

    /// <summary>What was given up is sent again now, as the same delivery, and tried as often as the first time.</summary>
    /// <returns>False where it was not given up.</returns>
    public Task<bool> Retry(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                if (!await CountAnew(userId, id, cancellationToken))
                    return false;

                var now = time.GetUtcNow();
                return await Mine(userId, id).ExecuteUpdateAsync(
                    reminder => reminder
                        .SetProperty(row => row.Status, ReminderStatus.Scheduled)
                        .SetProperty(row => row.TriggerAt, now)
                        .SetProperty(row => row.UpdatedAt, now),
                    cancellationToken) > 0;
            },
            cancellationToken);

    /// <summary>It rings no more. Dismissing it again changes nothing.</summary>
    /// <param name="unlessSent">What was delivered stays so.</param>
    /// <returns>False where the person has no such reminder.</returns>
    public async Task<bool> Dismiss(Guid userId, Guid id, CancellationToken cancellationToken, bool unlessSent = false) =>
        await Mine(userId, id)
            .Where(reminder => !unlessSent || reminder.Status != ReminderStatus.Sent)
            .ExecuteUpdateAsync(
                reminder => reminder
                    .SetProperty(row => row.Status, ReminderStatus.Dismissed)
                    .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null)
                    .SetProperty(row => row.LeaseToken, (Guid?)null)
                    .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
                cancellationToken) > 0;

    private async Task<bool> Ring(IQueryable<Reminder> mine, Guid id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // Another delivery, which a channel must not take for the first one again.
        var dedupeKey = $"{id:N}-{at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}";
        var carried = Spans.Carried;
        return await mine.ExecuteUpdateAsync(
            reminder => reminder
                .SetProperty(row => row.Status, ReminderStatus.Scheduled)
                .SetProperty(row => row.TriggerAt, at)
                .SetProperty(row => row.DedupeKey, dedupeKey)
                .SetProperty(row => row.Traceparent, row => carried ?? row.Traceparent)
                .SetProperty(row => row.LockedUntil, (DateTimeOffset?)null)
                .SetProperty(row => row.LeaseToken, (Guid?)null)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken) > 0;
    }

    // Failures are counted in a row, by the log, whose attempts have numbers that are never given twice: a row in between ends the row of failures.
    private async Task<bool> CountAnew(Guid userId, Guid id, CancellationToken cancellationToken)
    {
        var failed = Mine(userId, id).Where(reminder => reminder.Status == ReminderStatus.Failed);
        if (await failed.ExecuteUpdateAsync(reminder => reminder.SetProperty(row => row.Attempts, row => row.Attempts + 1), cancellationToken) == 0)
            return false;

        var (now, reminder) = (time.GetUtcNow(), await failed.AsNoTracking().SingleAsync(cancellationToken));
        database.ReminderLogs.Add(new ReminderLog
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            ReminderId = id,
            Attempt = reminder.Attempts,
            SentAt = now,
            Status = DeliveryStatus.Skipped,
            Channel = reminder.Channel,
            Response = new DeliveryResponse { Code = Retried },
            LateByMs = (long)(now - reminder.TriggerAt).TotalMilliseconds,
        });
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    private IQueryable<Reminder> Mine(Guid userId, Guid id) => Mine(userId).Where(reminder => reminder.Id == id);

    private IQueryable<Reminder> Mine(Guid userId) =>
        database.Reminders.Where(reminder => reminder.UserId == userId && reminder.Kind != ReminderKind.Feedback);
}
