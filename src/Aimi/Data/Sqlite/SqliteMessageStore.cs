using Aimi.Messages;
using Aimi.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Aimi.Data.Sqlite;

/// <summary>
/// Stores a batch of messages in one transaction: SQLite has one writer, and each commit waits for the disk, so that many messages share it.
/// </summary>
internal sealed class SqliteMessageStore(IDbContextFactory<AimiDbContext> database, IOptions<ChatSessionOptions> options, TimeProvider time)
    : IMessageStore
{
    public int Lanes => 1;

    public Task<IReadOnlyList<StoreOutcome>> Store(IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken) =>
        Write(context => Place(context, batch, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<StoreOutcome>> Store(AimiDbContext context, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        var outcomes = await Place(context, batch, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return outcomes;
    }

    public async Task<IReadOnlyList<StoreOutcome>> Say(AimiDbContext context, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        var heads = await Heads(context, messages, cancellationToken);

        // Whose head is none is refused by the foreign key.
        var outcomes = messages.Select(message => Place(context, heads.GetValueOrDefault(message.UserId) ?? new Conversation { UserId = message.UserId }, message)).ToList();
        await context.SaveChangesAsync(cancellationToken);
        return outcomes;
    }

    public Task Import(AimiDbContext context, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        // Row by row: the driver finds each parameter by its name, which makes long statements cost the square of their length.
        context.ChatMessages.AddRange(messages);
        return context.SaveChangesAsync(cancellationToken);
    }

    public Task<SessionEnd?> End(Guid userId, SessionEndReason reason, CancellationToken cancellationToken) =>
        Write(
            async context =>
            {
                var now = time.GetUtcNow();
                var head = await context.Conversations.SingleOrDefaultAsync(head => head.UserId == userId, cancellationToken);
                if (head?.End(reason, options.Value, now) is not { } ended)
                    return null;

                Summarise(context, userId, ended, now);
                return new SessionEnd(ended.SessionId, ended.Reason);
            },
            cancellationToken);

    public async Task<IReadOnlyList<(Guid UserId, SessionEnd Ended)>> EndTimedOut(int count, CancellationToken cancellationToken)
    {
        // Looked for without the writer's lock, which a reader would not need: most of the time there is none.
        await using (var reader = await database.CreateDbContextAsync(cancellationToken))
        {
            if (!await Silent(reader).AnyAsync(cancellationToken))
                return [];
        }

        return await Write<IReadOnlyList<(Guid, SessionEnd)>>(
            async context =>
            {
                var now = time.GetUtcNow();
                var ended = new List<(Guid, SessionEnd)>();
                foreach (var head in await Silent(context).OrderBy(head => head.LastActiveAt).Take(count).ToListAsync(cancellationToken))
                {
                    var over = head.End(SessionEndReason.Timeout, options.Value, now)!;
                    Summarise(context, head.UserId, over, now);
                    ended.Add((head.UserId, new SessionEnd(over.SessionId, over.Reason)));
                }

                return ended;
            },
            cancellationToken);
    }

    public Task<TurnClaim> ClaimTurn(Guid userId, long seq, bool renew, CancellationToken cancellationToken) =>
        Write(
            async context =>
            {
                var answered = await context.ChatMessages
                    .Where(question => question.UserId == userId && question.Seq == seq)
                    .AnyAsync(
                        question => context.ChatMessages.Any(reply => reply.UserId == userId && reply.ReplyTo == question.Id),
                        cancellationToken);
                if (answered)
                    return TurnClaim.Answered;

                var now = time.GetUtcNow();
                var head = await context.Conversations.SingleAsync(head => head.UserId == userId, cancellationToken);
                if (renew ? head.TurnSeq != seq : head.TurnExpiresAt > now)
                    return TurnClaim.Busy;

                (head.TurnSeq, head.TurnExpiresAt) = (seq, now + Conversation.TurnLease);
                return TurnClaim.Taken;
            },
            cancellationToken);

    public Task ReleaseTurn(Guid userId, long seq, long? handTo, CancellationToken cancellationToken) =>
        Write(
            async context =>
            {
                var head = await context.Conversations.SingleOrDefaultAsync(head => head.UserId == userId, cancellationToken);
                head?.PassTurn(seq, handTo, time.GetUtcNow());
                return true;
            },
            cancellationToken);

    private IQueryable<Conversation> Silent(AimiDbContext context)
    {
        var since = time.GetUtcNow() - options.Value.Timeout;
        return context.Conversations.Where(head => head.OpenSessionId != null && head.LastActiveAt <= since);
    }

    private async Task<IReadOnlyList<StoreOutcome>> Place(AimiDbContext context, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        var heads = await Heads(context, batch, cancellationToken);
        var outcomes = new List<StoreOutcome>(batch.Count);
        foreach (var message in batch)
            outcomes.Add(await Store(context, heads, message, cancellationToken));

        return outcomes;
    }

    private static Task<Dictionary<Guid, Conversation>> Heads(AimiDbContext context, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken)
    {
        var people = batch.Select(message => message.UserId).Distinct().ToList();
        return context.Conversations.Where(head => people.Contains(head.UserId)).ToDictionaryAsync(head => head.UserId, cancellationToken);
    }

    private async Task<StoreOutcome> Store(
        AimiDbContext context, Dictionary<Guid, Conversation> heads, NewMessage message, CancellationToken cancellationToken)
    {
        if (!heads.TryGetValue(message.UserId, out var head))
            return new StoreOutcome(StoreStatus.UnknownUser);
        if (await Seen(context, message, cancellationToken))
            return new StoreOutcome(StoreStatus.Duplicate);

        return Place(context, head, message);
    }

    private StoreOutcome Place(AimiDbContext context, Conversation head, NewMessage message)
    {
        var placement = head.Place(message, options.Value, time.GetUtcNow());
        context.ChatMessages.Add(placement.Message);
        foreach (var ended in placement.Ended)
            Summarise(context, message.UserId, ended, placement.Message.OccurredAt);

        return StoreOutcome.Of(placement);
    }

    private static Task<bool> Seen(AimiDbContext context, NewMessage message, CancellationToken cancellationToken)
    {
        var mine = context.ChatMessages.Where(stored => stored.UserId == message.UserId);
        return message switch
        {
            { ClientMessageId: { } clientMessageId } => mine.AnyAsync(stored => stored.ClientMessageId == clientMessageId, cancellationToken),
            { ReplyTo: { } question } => mine.AnyAsync(stored => stored.ReplyTo == question.MessageId, cancellationToken),
            _ => Task.FromResult(false),
        };
    }

    private static void Summarise(AimiDbContext context, Guid userId, EndedSession ended, DateTimeOffset now) =>
        context.SessionSummaries.Add(new SessionSummary
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
        });

    // SQLite's calls block, so they run on a thread of the pool; the transaction takes the writer's lock at its beginning.
    private Task<T> Write<T>(Func<AimiDbContext, Task<T>> work, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                await using var context = await database.CreateDbContextAsync(cancellationToken);
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var result = await work(context);
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                return result;
            },
            cancellationToken);
}
