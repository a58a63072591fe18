using Aimi.Data;

namespace Aimi.Messages;

/// <summary>
/// Stores messages: numbers them, places them in a session and ends the sessions that are over, in one statement for a whole batch.
/// The batch may hold messages of many people, but at most one of each.
/// </summary>
public interface IMessageStore
{
    /// <summary>How many batches may be under way at once.</summary>
    int Lanes { get; }

    /// <summary>Stores a batch durably. The outcomes stand in the order of the batch.</summary>
    Task<IReadOnlyList<StoreOutcome>> Store(IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken);

    /// <summary>
    /// As <see cref="Store(IReadOnlyList{NewMessage}, CancellationToken)"/>, in the transaction that is open on the context: the messages are durable
    /// when that commits. For messages of Aimi; until then the conversations of these people wait.
    /// </summary>
    Task<IReadOnlyList<StoreOutcome>> Store(AimiDbContext database, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken);

    /// <summary>
    /// Says what nobody asked for, in the transaction that is open on the context: any number of messages of Aimi to each of many people, each person's in the order of the list.
    /// From then until the commit their conversations wait. A person who has none is refused, as any row that cannot be written.
    /// </summary>
    Task<IReadOnlyList<StoreOutcome>> Say(AimiDbContext database, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken);

    /// <summary>
    /// Adds messages that have their numbers and their session already, in the transaction that is open on the context and holds the head of the conversation:
    /// imported ones, which no client sent and which answer none.
    /// </summary>
    Task Import(AimiDbContext database, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken);

    /// <summary>Ends the open session; null where none is open.</summary>
    Task<SessionEnd?> End(Guid userId, SessionEndReason reason, CancellationToken cancellationToken);

    /// <summary>Ends sessions in which nothing was said for too long, of all people, those that wait longest first. Two who ask at once end each session once.</summary>
    Task<IReadOnlyList<(Guid UserId, SessionEnd Ended)>> EndTimedOut(int count, CancellationToken cancellationToken);

    /// <summary>Takes the turn for a message that is stored already; with <paramref name="renew"/>, keeps the turn that it has.</summary>
    Task<TurnClaim> ClaimTurn(Guid userId, long seq, bool renew, CancellationToken cancellationToken);

    /// <summary>Gives the turn of a message that was not answered to another (null: to nobody).</summary>
    Task ReleaseTurn(Guid userId, long seq, long? handTo, CancellationToken cancellationToken);
}

/// <summary>A message to store.</summary>
/// <param name="ClientMessageId">For a user's message: makes it idempotent.</param>
/// <param name="ReplyTo">For a reply: the message that it answers, and that message's seq.</param>
/// <param name="NewSessionId">The id of the session that this message opens if no open one can take it.</param>
/// <param name="EndsSession">The session ends with this message (a farewell).</param>
/// <param name="HandTurnTo">For a reply: the seq of the message whose turn is next; null frees the turn.</param>
/// <param name="Traceparent">For a user's message: the trace of its turn; null where none is kept.</param>
public sealed record NewMessage(
    Guid UserId,
    Guid MessageId,
    MessageRole Role,
    string Text,
    Guid? ClientMessageId,
    (Guid MessageId, long Seq)? ReplyTo,
    MessageMetadata Metadata,
    Guid NewSessionId,
    bool EndsSession,
    long? HandTurnTo,
    string? Traceparent = null)
{
    /// <summary>The message as it stands once it has its number and its session.</summary>
    public ChatMessage At(long seq, Guid sessionId, DateTimeOffset now) => new()
    {
        UserId = UserId,
        Id = MessageId,
        SessionId = sessionId,
        Seq = seq,
        Role = Role,
        Text = Text,
        OccurredAt = now,
        ClientMessageId = ClientMessageId,
        ReplyTo = ReplyTo?.MessageId,
        Metadata = Metadata,
        Traceparent = Traceparent,
    };
}

/// <summary>What became of a message.</summary>
public enum StoreStatus
{
    Stored,

    /// <summary>A message with that client id, or an answer to that message, is there already. Nothing was changed.</summary>
    Duplicate,

    /// <summary>There is no such person. Nothing was changed.</summary>
    UnknownUser,
}

/// <summary>The outcome of storing a message; all but the status is set only where it was stored.</summary>
/// <param name="Session">The session that the message is in, as it stands after it.</param>
/// <param name="HasTurn">A user's message: its turn began with it, no other is in progress.</param>
/// <param name="Ended">The sessions that ended with this: none, one, or two.</param>
public sealed record StoreOutcome(
    StoreStatus Status,
    ChatMessage? Message = null,
    OpenSession? Session = null,
    bool HasTurn = false,
    IReadOnlyList<SessionEnd>? Ended = null)
{
    public static StoreOutcome Of(Placement placement) => new(
        StoreStatus.Stored,
        placement.Message,
        placement.Session,
        placement.HasTurn,
        [.. placement.Ended.Select(ended => new SessionEnd(ended.SessionId, ended.Reason))]);
}

/// <summary>A session as the head of the conversation knows it.</summary>
/// <param name="Count">Messages in it.</param>
/// <param name="LastSeq">The seq of its last message; its first is <c>LastSeq - Count + 1</c>.</param>
public sealed record OpenSession(Guid SessionId, DateTimeOffset StartedAt, DateTimeOffset LastActiveAt, int Count, long LastSeq)
{
    public long FirstSeq => LastSeq - Count + 1;
}

/// <summary>Whether a message may be answered now.</summary>
public enum TurnClaim
{
    /// <summary>The turn is this message's; it must be renewed before it runs out.</summary>
    Taken,

    /// <summary>Another message is being answered, maybe by another replica.</summary>
    Busy,

    /// <summary>The message has its answer.</summary>
    Answered,
}
