using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Messages;

/// <summary>The messages of people and the heads of their conversations: accept, reply, history.</summary>
public sealed class ChatMessages(IMessageStore store, IDbContextFactory<AimiDbContext> database)
{
    private readonly StoreBatcher _batcher = new(store);

    /// <summary>Stores what a person said. When this returns, it is durable.</summary>
    public Task<StoreOutcome> Accept(Guid userId, string text, Guid? clientMessageId, CancellationToken cancellationToken) =>
        _batcher.Store(
            new NewMessage(
                userId, Guid.CreateVersion7(), MessageRole.User, text, clientMessageId, ReplyTo: null, MessageMetadata.None,
                NewSessionId: Guid.CreateVersion7(), EndsSession: false, HandTurnTo: null, Spans.Carried),
            cancellationToken);

    /// <summary>Stores the reply to a message and gives its turn on. A message that has a reply already keeps it.</summary>
    public Task<StoreOutcome> Reply(ChatMessage question, NewReply reply, CancellationToken cancellationToken) =>
        _batcher.Store(Answer(question, reply), cancellationToken);

    /// <summary>As <see cref="Reply(ChatMessage, NewReply, CancellationToken)"/>, in the transaction that is open on the context, which holds the person: what the reply did is done with it.</summary>
    public async Task<StoreOutcome> Reply(AimiDbContext context, ChatMessage question, NewReply reply, CancellationToken cancellationToken) =>
        (await store.Store(context, [Answer(question, reply)], cancellationToken)).Single();

    /// <summary>Ends the open session; null where none is open.</summary>
    public Task<SessionEnd?> EndSession(Guid userId, SessionEndReason reason, CancellationToken cancellationToken) =>
        store.End(userId, reason, cancellationToken);

    /// <summary>Ends sessions in which nothing was said for too long, at most <paramref name="count"/>.</summary>
    public Task<IReadOnlyList<(Guid UserId, SessionEnd Ended)>> EndTimedOut(int count, CancellationToken cancellationToken) =>
        store.EndTimedOut(count, cancellationToken);

    /// <summary>Takes the turn of a stored message, if no other is being answered.</summary>
    public Task<TurnClaim> ClaimTurn(Guid userId, long seq, CancellationToken cancellationToken) =>
        store.ClaimTurn(userId, seq, renew: false, cancellationToken);

    /// <summary>Keeps the turn of a message whose reply takes long.</summary>
    public Task<TurnClaim> RenewTurn(Guid userId, long seq, CancellationToken cancellationToken) =>
        store.ClaimTurn(userId, seq, renew: true, cancellationToken);

    /// <summary>Gives back, or on, the turn of a message that was not answered.</summary>
    public Task ReleaseTurn(Guid userId, long seq, long? handTo, CancellationToken cancellationToken) =>
        store.ReleaseTurn(userId, seq, handTo, cancellationToken);

    /// <summary>The head of a person's conversation.</summary>
    /// <exception cref="InvalidOperationException">There is no such person.</exception>
    public async Task<Conversation> Head(Guid userId, CancellationToken cancellationToken) =>
        await FindHead(userId, cancellationToken) ?? throw new InvalidOperationException("There is no such person.");

    /// <summary>The head of a person's conversation; null where there is no such person.</summary>
    public async Task<Conversation?> FindHead(Guid userId, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await context.Conversations.AsNoTracking().SingleOrDefaultAsync(head => head.UserId == userId, cancellationToken);
    }

    /// <summary>The message that a client sent under this id; null where there is none.</summary>
    public async Task<ChatMessage?> FindSent(Guid userId, Guid clientMessageId, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await context.ChatMessages.AsNoTracking()
            .SingleOrDefaultAsync(message => message.UserId == userId && message.ClientMessageId == clientMessageId, cancellationToken);
    }

    /// <summary>The reply to a message; null where it has none.</summary>
    public async Task<ChatMessage?> FindReply(Guid userId, Guid messageId, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        return await context.ChatMessages.AsNoTracking()
            .SingleOrDefaultAsync(message => message.UserId == userId && message.ReplyTo == messageId, cancellationToken);
    }

    /// <summary>The messages of a session by seq, at most <paramref name="limit"/>, the newest of them.</summary>
    public async Task<List<ChatMessage>> OfSession(Guid userId, Guid sessionId, int limit, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        var messages = await context.ChatMessages.AsNoTracking()
            .Where(message => message.UserId == userId && message.SessionId == sessionId)
            .OrderByDescending(message => message.Seq).Take(limit)
            .ToListAsync(cancellationToken);
        messages.Reverse();
        return messages;
    }

    /// <summary>
    /// A page of the history, by seq. With <paramref name="after"/> the first messages behind it, else the last ones, those before
    /// <paramref name="before"/> where it is given.
    /// </summary>
    /// <param name="limit">1 to 200.</param>
    public async Task<HistoryPage> History(Guid userId, long? before, long? after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        var readSeq = await context.Conversations.Where(head => head.UserId == userId).Select(head => head.ReadSeq).SingleAsync(cancellationToken);
        var query = context.ChatMessages.AsNoTracking().Where(message => message.UserId == userId);
        if (before is not null)
            query = query.Where(message => message.Seq < before);
        if (after is not null)
            query = query.Where(message => message.Seq > after);

        query = after is null ? query.OrderByDescending(message => message.Seq) : query.OrderBy(message => message.Seq);
        var messages = await query.Take(limit + 1).ToListAsync(cancellationToken);
        var hasMore = messages.Count > limit;
        if (hasMore)
            messages.RemoveAt(limit);
        if (after is null)
            messages.Reverse();

        return new HistoryPage(messages, readSeq, hasMore);
    }

    private static NewMessage Answer(ChatMessage question, NewReply reply) => new(
        question.UserId, reply.MessageId, MessageRole.Assistant, reply.Text, ClientMessageId: null, (question.Id, question.Seq),
        reply.Metadata, NewSessionId: Guid.CreateVersion7(), reply.EndsSession, reply.HandTurnTo);

    /// <summary>Marks the assistant's messages up to a seq as seen. The mark never goes back, nor beyond the last message.</summary>
    /// <returns>The head as it stands then.</returns>
    public async Task<Conversation> MarkRead(Guid userId, long upToSeq, CancellationToken cancellationToken)
    {
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        await context.Conversations
            .Where(head => head.UserId == userId && head.ReadSeq < upToSeq && head.ReadSeq < head.LastSeq)
            .ExecuteUpdateAsync(
                update => update.SetProperty(head => head.ReadSeq, head => head.LastSeq < upToSeq ? head.LastSeq : upToSeq),
                cancellationToken);
        return await context.Conversations.AsNoTracking().SingleAsync(head => head.UserId == userId, cancellationToken);
    }
}

/// <summary>A reply to store.</summary>
/// <param name="MessageId">The id under which its pieces were streamed.</param>
/// <param name="EndsSession">The person said goodbye.</param>
/// <param name="HandTurnTo">The seq of the message whose turn is next.</param>
public sealed record NewReply(Guid MessageId, string Text, MessageMetadata Metadata, bool EndsSession, long? HandTurnTo);

/// <summary>Messages by seq.</summary>
/// <param name="ReadSeq">The person has seen the assistant's messages up to here.</param>
/// <param name="HasMore">There are more in the direction of the page.</param>
public sealed record HistoryPage(IReadOnlyList<ChatMessage> Messages, long ReadSeq, bool HasMore);
