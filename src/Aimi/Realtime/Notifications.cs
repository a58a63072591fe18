using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Realtime;

/// <summary>What was pushed to a person, for a client that was away.</summary>
public sealed class Notifications(AimiDbContext database, TimeProvider time)
{
    /// <summary>The newest first, from before <paramref name="before"/> on.</summary>
    /// <param name="unread">Only those that were not read, or only those that were; null for all.</param>
    public async Task<IReadOnlyList<Notification>> List(Guid userId, bool? unread, Guid? before, int count, CancellationToken cancellationToken) =>
        await database.Notifications.AsNoTracking()
            .Where(notification => notification.UserId == userId)
            .Where(notification => (unread == null || (notification.ReadAt == null) == unread) && (before == null || notification.Id < before))
            .OrderByDescending(notification => notification.Id)
            .Take(count)
            .ToListAsync(cancellationToken);

    /// <summary>The person saw this one and all before it.</summary>
    /// <returns>How many of them were news; null where the person has no such notification.</returns>
    public async Task<int?> MarkRead(Guid userId, Guid upTo, CancellationToken cancellationToken)
    {
        var mine = database.Notifications.Where(notification => notification.UserId == userId);
        if (!await mine.AnyAsync(notification => notification.Id == upTo, cancellationToken))
            return null;

        var now = time.GetUtcNow();
        return await mine.Where(notification => notification.Id <= upTo && notification.ReadAt == null).ExecuteUpdateAsync(
            notification => notification.SetProperty(row => row.ReadAt, now).SetProperty(row => row.UpdatedAt, now),
            cancellationToken);
    }
}
