using Aimi.Conversations;
using Aimi.Data;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sync;

/// <summary>
/// Makes the pages of a sync. The changes of a page come from the log, their bodies are read after it: what changes in between is told newer than
/// it was logged, and once more on a later page; nothing is left out.
/// </summary>
internal sealed class SyncPages(AimiDbContext database, ISyncHorizon horizons, SyncLog log, SyncBodies bodies, TimeProvider time)
{
    /// <summary>The next page; null where the cursor has expired.</summary>
    /// <param name="given">Null: from the beginning.</param>
    public async Task<SyncResponse?> Next(Guid userId, SyncCursor? given, int limit, CancellationToken cancellationToken)
    {
        var horizon = await horizons.Read(database, userId, cancellationToken);
        var head = await database.Conversations.Where(row => row.UserId == userId)
            .Join(database.Users, row => row.UserId, user => user.Id, (row, user) => new { row.LastSeq, row.ReadSeq, PersonMadeAt = user.CreatedAt })
            .SingleAsync(cancellationToken);
        var (epoch, now) = (SyncCursor.EpochOf(horizon, head.PersonMadeAt), time.GetUtcNow());
        if (given?.IsExpired(epoch, horizon, now) == true)
            return null;

        var seen = given ?? SyncCursor.First(userId, epoch, horizon, now);
        var found = await log.Behind(seen, horizon, limit + 1, cancellationToken);
        var changes = found.Take(limit).ToList();
        var messages = await Messages(userId, seen.M, head.LastSeq, limit - changes.Count, cancellationToken);
        var lastSeq = messages.Count > 0 ? messages[^1].Seq : seen.M;
        var moreChanges = found.Count > limit;
        var hasMore = moreChanges || lastSeq < head.LastSeq;

        var next = seen with { M = lastSeq, A = hasMore ? seen.A : now.ToUnixTimeSeconds() };
        next = moreChanges ? next.Behind(changes[^1]) : next.Behind(horizon);
        var page = await bodies.Of(userId, changes, seen.M, head.ReadSeq, cancellationToken);
        return page with
        {
            Cursor = next.Write(),
            HasMore = hasMore,
            Conversation = new SyncedConversation(head.LastSeq, head.ReadSeq),
            Messages = [.. page.Messages, .. messages.Select(message => MessageResponse.Of(message, message.Seq <= head.ReadSeq))],
        };
    }

    // Seqs are given under the lock of the head: there is no gap below one that is there.
    private async Task<IReadOnlyList<ChatMessage>> Messages(Guid userId, long after, long last, int count, CancellationToken cancellationToken) =>
        count == 0 || last <= after ? [] : await database.ChatMessages.AsNoTracking()
            .Where(message => message.UserId == userId && message.Seq > after && message.Seq <= last)
            .OrderBy(message => message.Seq)
            .Take(count)
            .ToListAsync(cancellationToken);
}
