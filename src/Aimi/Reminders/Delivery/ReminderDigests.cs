using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Reminders beyond the daily cap, told together: one digest for each person and channel, at most one an hour. What comes while one waits goes
/// into it, so that nothing is lost.
/// </summary>
internal sealed class ReminderDigests(AimiDbContext database, IReminderQueue queue)
{
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    /// <param name="taken">The batch: a digest that is in it is told at the end of this round, and takes more till then.</param>
    /// <returns>Whether a digest was made that is due at once.</returns>
    public async Task<bool> Merge(IReadOnlyList<Reminder> merged, IReadOnlyList<DueReminder> taken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (merged.Count == 0)
            return false;

        var people = merged.Select(reminder => reminder.UserId).Distinct().ToList();
        var open = taken.Where(due => due.Reminder.Kind == ReminderKind.Digest && !due.Unreadable).Select(due => due.Reminder)
            .Concat(await queue.LockDigests(database, people, cancellationToken))
            .DistinctBy(digest => digest.Id)
            .ToLookup(digest => (digest.UserId, digest.Channel));
        var isDue = false;
        foreach (var group in merged.GroupBy(reminder => (reminder.UserId, reminder.Channel)))
        {
            if (open[group.Key].FirstOrDefault() is { } digest)
                await Extend(digest, [.. group], now, cancellationToken);
            else
                isDue |= await Make(group.Key.UserId, group.Key.Channel, [.. group], now, cancellationToken) <= now;
        }

        await database.SaveChangesAsync(cancellationToken);
        return isDue;
    }

    private async Task Extend(Reminder digest, IReadOnlyList<Reminder> merged, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var payload = With(digest.Payload, merged);
        digest.Payload = payload;
        await database.Reminders
            .Where(row => row.UserId == digest.UserId && row.Id == digest.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.Payload, payload).SetProperty(r => r.UpdatedAt, now), cancellationToken);
    }

    private async Task<DateTimeOffset> Make(
        Guid userId, string channel, IReadOnlyList<Reminder> merged, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var last = await database.Reminders
            .Where(row => row.UserId == userId && row.Channel == channel && row.Kind == ReminderKind.Digest && row.TriggerAt > now - Between)
            .MaxAsync(row => (DateTimeOffset?)row.OccurrenceAt, cancellationToken);
        var at = last is { } before && before + Between > now ? before + Between : now;
        var id = Guid.CreateVersion7(now);
        database.Reminders.Add(new Reminder
        {
            UserId = userId,
            Id = id,
            Kind = ReminderKind.Digest,
            OccurrenceAt = at,
            TriggerAt = at,
            Offset = TimeSpan.Zero,
            Channel = channel,
            DedupeKey = id.ToString("N"),
            Payload = With(new ReminderPayload(), merged),
            CreatedAt = now,
            UpdatedAt = now,
        });
        return at;
    }

    private static ReminderPayload With(ReminderPayload payload, IReadOnlyList<Reminder> merged) =>
        payload with { Merged = [.. payload.Merged ?? [], .. merged.Select(reminder => reminder.Id)] };
}
