using Aimi.Data;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace Aimi.Sessions;

/// <summary>
/// The end of the last session. One that was full in mid-conversation goes on without a seam: a summary, however soon it is there, answers no "yes" to what was asked last.
/// Of others, for as long as nothing is known of them.
/// </summary>
public sealed class LastWords(IDbContextFactory<AimiDbContext> database, IMemoryCache cache, IOptions<ChatSessionOptions> options, TimeProvider time)
{
    private static readonly SessionBefore Nothing = new([], GoesOn: false);

    private const int Count = 6;

    /// <summary>What is longer ago is not what is being talked about.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>The last messages of the session before this one, by seq; none where that was ended and is summarised, or is long over.</summary>
    public async Task<SessionBefore> Before(Guid userId, long firstSeq, CancellationToken cancellationToken)
    {
        if (firstSeq == 1)
            return Nothing;

        // What is summarised, or long over, stays so: it is asked about once.
        var key = (typeof(LastWords), userId, firstSeq);
        if (cache.TryGetValue(key, out _))
            return Nothing;

        await using var context = await database.CreateDbContextAsync(cancellationToken);
        var last = await context.ChatMessages
            .Where(message => message.UserId == userId && message.Seq == firstSeq - 1)
            .Join(
                context.SessionSummaries,
                message => new { message.UserId, Id = message.SessionId },
                session => new { session.UserId, session.Id },
                (_, session) => new { session.Id, session.Reason, session.Status, session.EndedAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (last is null || (last.Status == SummaryStatus.Done && last.Reason != SessionEndReason.Limit) || last.EndedAt <= time.GetUtcNow() - Fresh)
        {
            cache.Set(key, true, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Fresh, Size = 1 });
            return Nothing;
        }

        var words = await context.ChatMessages.AsNoTracking()
            .Where(message => message.UserId == userId && message.SessionId == last.Id)
            .OrderByDescending(message => message.Seq).Take(Count)
            .ToListAsync(cancellationToken);
        words.Reverse();
        return new SessionBefore(words, last.Reason == SessionEndReason.Limit && last.EndedAt > time.GetUtcNow() - options.Value.Timeout);
    }
}

/// <summary>The end of a session, as the one after it begins with.</summary>
/// <param name="Messages">By seq.</param>
/// <param name="GoesOn">It was full, and no silence lies between: it is one talk, and what was asked last is still open.</param>
public sealed record SessionBefore(IReadOnlyList<ChatMessage> Messages, bool GoesOn);
