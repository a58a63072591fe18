using Aimi.Data;
using Aimi.Messages;
using Aimi.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Conversations.Import;

/// <summary>Stores imported sessions: whole ones, each with its summary row, in one transaction that holds the head of the conversation.</summary>
internal sealed class ImportStore(
    IDbContextFactory<AimiDbContext> contexts, IMessageStore messageStore, IOptions<ChatSessionOptions> options, TimeProvider time)
{
    /// <summary>
    /// Stores what is not there yet, behind the last message. The open session is ended for it: its seqs follow one another, and so do those of each imported one.
    /// </summary>
    /// <param name="evenInTurn">Store although a reply is in progress, which then is in another session than its question.</param>
    /// <returns>What was stored; null where nothing was, because a reply is in progress.</returns>
    public async Task<StoredImport?> Store(
        Guid userId, IReadOnlyList<IReadOnlyList<ImportedMessage>> sessions, bool evenInTurn, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);

        // Writing the head locks it, on both databases: neither a message nor another import comes in between.
        await database.Conversations.Where(head => head.UserId == userId)
            .ExecuteUpdateAsync(head => head.SetProperty(row => row.ReadSeq, row => row.ReadSeq), cancellationToken);
        var missing = await Missing(database, userId, sessions, cancellationToken);
        if (missing.Count == 0)
            return StoredImport.Nothing;

        var now = time.GetUtcNow();
        var head = await database.Conversations.SingleAsync(head => head.UserId == userId, cancellationToken);
        if (!evenInTurn && head.TurnExpiresAt > now)
            return null;

        var ended = head.End(SessionEndReason.System, options.Value, now);
        if (ended is not null)
            database.SessionSummaries.Add(Summary(userId, ended, now));

        var firstSeq = head.LastSeq + 1;
        var messages = new List<ChatMessage>();
        foreach (var session in missing)
        {
            var (started, over) = (session[0].Message.OccurredAt, session[^1].Message.OccurredAt);
            var sessionId = Guid.CreateVersion7(started);
            messages.AddRange(session.Select(line => Message(userId, sessionId, ++head.LastSeq, line.Id, line.Message)));
            database.SessionSummaries.Add(Summary(userId, new EndedSession(sessionId, SessionEndReason.System, started, over, session.Count), now));
        }

        // What was said elsewhere was read elsewhere. The mark is one: what waited before it counts as read, too.
        head.ReadSeq = head.LastSeq;
        await messageStore.Import(database, messages, cancellationToken);
        await database.SaveChangesAsync(cancellationToken);

        // Not cancelled: if the open session is ended, people hear of it, and it is counted.
        await transaction.CommitAsync(CancellationToken.None);
        return new StoredImport(messages.Count, missing.Count, firstSeq, head.LastSeq, ended is null ? null : new SessionEnd(ended.SessionId, ended.Reason));
    }

    /// <summary>How far the summaries of imported sessions are.</summary>
    public async Task<ImportStatus> Status(Guid userId, CancellationToken cancellationToken)
    {
        await using var database = await contexts.CreateDbContextAsync(cancellationToken);
        var sessions = await database.SessionSummaries
            .Where(summary => summary.UserId == userId && summary.Reason == SessionEndReason.System)
            .GroupBy(summary => summary.Status).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new ImportStatus(
            sessions.GetValueOrDefault(SummaryStatus.Pending) + sessions.GetValueOrDefault(SummaryStatus.Working),
            sessions.GetValueOrDefault(SummaryStatus.Done),
            sessions.GetValueOrDefault(SummaryStatus.Failed),
            await database.ChatMessages.CountAsync(message => message.UserId == userId && message.ExternalId != null, cancellationToken));
    }

    /// <summary>Of each session what is not stored, and was not named before; sessions of which nothing is left are left out.</summary>
    private static async Task<List<List<(string Id, ImportedMessage Message)>>> Missing(
        AimiDbContext database, Guid userId, IReadOnlyList<IReadOnlyList<ImportedMessage>> sessions, CancellationToken cancellationToken)
    {
        var lines = sessions.Select(session => session.Select(message => (Id: message.StoredId(userId), Message: message)).ToList()).ToList();
        var ids = lines.SelectMany(session => session).Select(line => line.Id).ToArray();
        var seen = await database.ChatMessages
            .Where(message => message.UserId == userId && message.ExternalId != null && EF.Parameter(ids).Contains(message.ExternalId))
            .Select(message => message.ExternalId!)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        foreach (var session in lines)
            session.RemoveAll(line => !seen.Add(line.Id));

        lines.RemoveAll(session => session.Count == 0);
        return lines;
    }

    private static ChatMessage Message(Guid userId, Guid sessionId, long seq, string id, ImportedMessage line) => new()
    {
        UserId = userId,
        Id = Guid.CreateVersion7(line.OccurredAt),
        SessionId = sessionId,
        Seq = seq,
        Role = line.Role,
        Text = line.Text,
        OccurredAt = line.OccurredAt,
        ExternalId = id,
    };

    private static SessionSummary Summary(Guid userId, EndedSession ended, DateTimeOffset now) => new()
    {
        UserId = userId,
        Id = ended.SessionId,
        SessionId = ended.SessionId,
        Reason = ended.Reason,
        Status = SummaryStatus.Pending,
        StartedAt = ended.StartedAt,
        EndedAt = ended.EndedAt,
        MessageCount = ended.MessageCount,
        CreatedAt = now,
        UpdatedAt = now,
    };
}

/// <summary>What one transaction of an import stored.</summary>
/// <param name="Ended">The session that was open.</param>
internal sealed record StoredImport(int Messages, int Sessions, long FirstSeq, long LastSeq, SessionEnd? Ended)
{
    public static readonly StoredImport Nothing = new(0, 0, 0, 0, null);
}
