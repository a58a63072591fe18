using Aimi.Data;
using Aimi.Messages;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions;

/// <summary>The end of the last session, for as long as nothing is known of it: a session that was full in mid-conversation goes on without a seam.</summary>
public sealed class LastWords(IDbContextFactory<AimiDbContext> database, TimeProvider time)
{
    private const int Count = 6;

    /// <summary>What is longer ago is not what is being talked about.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>The last messages of the session before this one, by seq; none where that is summarised, or long over.</summary>
    public async Task<IReadOnlyList<ChatMessage>> Before(Guid userId, long firstSeq, CancellationToken cancellationToken)
    {
        if (firstSeq == 1)
            return [];

        var since = time.GetUtcNow() - Fresh;
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        var last = context.ChatMessages.Where(message => message.UserId == userId && message.Seq == firstSeq - 1).Select(message => message.SessionId);
        var words = await context.ChatMessages.AsNoTracking()
            .Where(message => message.UserId == userId && message.Seq < firstSeq && last.Contains(message.SessionId))
            .Where(message => context.SessionSummaries.Any(
                session => session.UserId == userId && session.Id == message.SessionId && session.Status != SummaryStatus.Done && session.EndedAt > since))
            .OrderByDescending(message => message.Seq).Take(Count)
            .ToListAsync(cancellationToken);
        words.Reverse();
        return words;
    }
}
