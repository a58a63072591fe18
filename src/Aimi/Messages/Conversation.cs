using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Messages;

/// <summary>
/// The head of a person's conversation: one narrow row, locked and moved by the statement that stores a message
/// (<see cref="IMessageStore"/>). It numbers the messages, says which session is open and whose turn it is.
/// </summary>
public sealed class Conversation
{
    /// <summary>
    /// How long a turn is a message's own before it must be renewed. A process that dies in the middle of a reply holds up
    /// that person's next one for this long.
    /// </summary>
    public static readonly TimeSpan TurnLease = TimeSpan.FromSeconds(10);

    public required Guid UserId { get; init; }

    /// <summary>The seq of the last message; 0 before the first.</summary>
    public long LastSeq { get; set; }

    /// <summary>Assistant messages up to this seq were seen by the person.</summary>
    public long ReadSeq { get; set; }
    public Guid? OpenSessionId { get; set; }
    public DateTimeOffset? SessionStartedAt { get; set; }
    public DateTimeOffset? LastActiveAt { get; set; }

    /// <summary>How many messages the open session holds.</summary>
    public int SessionCount { get; set; }

    /// <summary>The seq of the message that is being answered now; turns of one person go one after the other.</summary>
    public long? TurnSeq { get; set; }

    /// <summary>When the turn is free for others again although nobody gave it back.</summary>
    public DateTimeOffset? TurnExpiresAt { get; set; }

    /// <summary>Whether nothing was said for so long that the open session is over.</summary>
    public bool TimedOut(ChatSessionOptions options, DateTimeOffset now) =>
        OpenSessionId is not null && LastActiveAt <= now - options.Timeout;

    /// <summary>Ends the open session, if there is one. One that had timed out by now ended of that, whatever was asked for.</summary>
    public EndedSession? End(SessionEndReason reason, ChatSessionOptions options, DateTimeOffset clock)
    {
        var now = NotBack(clock);
        return TimedOut(options, now) ? Close(SessionEndReason.Timeout, LastActiveAt!.Value)
            : OpenSessionId is not null ? Close(reason, now)
            : null;
    }

    /// <summary>
    /// Gives a message its number and its session: the open one, or a new one where that is absent, timed out or full. A user's message needs
    /// room for its reply, too. The session ends with a farewell, or with the reply that fills it.
    /// </summary>
    public Placement Place(NewMessage message, ChatSessionOptions options, DateTimeOffset clock)
    {
        var now = NotBack(clock);
        var byUser = message.Role == MessageRole.User;
        var ended = new List<EndedSession>();
        if (TimedOut(options, now))
            ended.Add(Close(SessionEndReason.Timeout, LastActiveAt!.Value));
        else if (OpenSessionId is not null && SessionCount + (byUser ? 1 : 0) >= options.MaxMessages)
            ended.Add(Close(SessionEndReason.Limit, LastActiveAt!.Value));

        if (OpenSessionId is null)
            (OpenSessionId, SessionStartedAt, SessionCount) = (message.NewSessionId, now, 0);

        LastActiveAt = now;
        SessionCount++;
        if (byUser)
            ReadSeq = LastSeq;
        LastSeq++;

        var takesTurn = byUser && (TurnExpiresAt is null || TurnExpiresAt <= now);
        if (takesTurn)
            (TurnSeq, TurnExpiresAt) = (LastSeq, now + TurnLease);
        else if (!byUser)
            PassTurn(message.ReplyTo?.Seq, message.HandTurnTo, now);

        var session = new OpenSession(OpenSessionId.Value, SessionStartedAt!.Value, now, SessionCount, LastSeq);
        if (message.EndsSession)
            ended.Add(Close(SessionEndReason.Command, now));
        else if (!byUser && SessionCount >= options.MaxMessages)
            ended.Add(Close(SessionEndReason.Limit, now));

        return new Placement(message.At(LastSeq, session.SessionId, now), session, takesTurn, ended);
    }

    /// <summary>Gives the turn of <paramref name="from"/> to another message, or back; nothing where it is not that message's.</summary>
    public void PassTurn(long? from, long? to, DateTimeOffset now)
    {
        if (from is not null && TurnSeq == from)
            (TurnSeq, TurnExpiresAt) = (to, to is null ? null : now + TurnLease);
    }

    private EndedSession Close(SessionEndReason reason, DateTimeOffset at)
    {
        var ended = new EndedSession(OpenSessionId!.Value, reason, SessionStartedAt!.Value, at, SessionCount);
        OpenSessionId = null;
        return ended;
    }

    /// <summary>A clock that was put back does not turn the conversation's time round.</summary>
    private DateTimeOffset NotBack(DateTimeOffset clock) => LastActiveAt > clock ? LastActiveAt.Value : clock;
}

/// <summary>Where <see cref="Conversation.Place"/> put a message.</summary>
public sealed record Placement(ChatMessage Message, OpenSession Session, bool HasTurn, IReadOnlyList<EndedSession> Ended);

/// <summary>A session that is over, as its summary begins.</summary>
public sealed record EndedSession(Guid SessionId, SessionEndReason Reason, DateTimeOffset StartedAt, DateTimeOffset EndedAt, int MessageCount);

internal sealed class ConversationConfiguration : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations", table =>
        {
            table.HasCheckConstraint("ck_conversations_seq", "last_seq >= 0 AND read_seq >= 0 AND read_seq <= last_seq AND session_count >= 0");
            table.HasCheckConstraint(
                "ck_conversations_open_session",
                "open_session_id IS NULL OR (session_started_at IS NOT NULL AND last_active_at IS NOT NULL)");
        });
        builder.HasKey(head => head.UserId);
        builder.HasOne<User>().WithOne().HasForeignKey<Conversation>(head => head.UserId).OnDelete(DeleteBehavior.Cascade);

        // Finds the sessions that timed out; only heads with an open session are in it.
        builder.HasIndex(head => head.LastActiveAt).HasFilter("open_session_id IS NOT NULL");
    }
}
