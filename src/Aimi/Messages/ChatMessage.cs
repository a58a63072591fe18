using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Messages;

/// <summary>Who said it.</summary>
public enum MessageRole
{
    User,
    Assistant,
}

/// <summary>One message. Rows are added and never changed, but for what a person has forgotten: those words go (<see cref="MessageMetadata.Forgotten"/>).</summary>
public sealed class ChatMessage
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required Guid SessionId { get; init; }

    /// <summary>Counts the person's messages 1, 2, 3, … in the order in which they were accepted.</summary>
    public required long Seq { get; init; }
    public required MessageRole Role { get; init; }
    public required string Text { get; set; }

    /// <summary>When it was said; for an imported message this is long before the row was made.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The id that the client gave it, which makes sending it again harmless.</summary>
    public Guid? ClientMessageId { get; init; }

    /// <summary>Of an imported message: what it is called where it came from.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The message that this one answers. A message is answered at most once.</summary>
    public Guid? ReplyTo { get; init; }

    /// <summary>Of a user's message: the trace of its turn, for what follows from it once its session is over; null where none is kept.</summary>
    public string? Traceparent { get; init; }
    public MessageMetadata Metadata { get; set; } = MessageMetadata.None;
}

/// <summary>What is known of a message beside its text.</summary>
public sealed record MessageMetadata
{
    public static readonly MessageMetadata None = new();

    /// <summary>The person stopped this reply; the text is what was said so far.</summary>
    public bool? Stopped { get; init; }

    /// <summary>The person had something forgotten that it said: those words were taken out of the text.</summary>
    public bool? Forgotten { get; init; }

    /// <summary>Which model replied; absent where nobody but the offline assistant could.</summary>
    public string? Model { get; init; }

    /// <summary>Why it was not the first of the chain; absent where it was.</summary>
    public FallbackReason? Fallback { get; init; }

    /// <summary>What the reply changed: rows that were committed with it.</summary>
    public IReadOnlyList<ReplyAction>? Actions { get; init; }

    /// <summary>What the reply asks the person to agree to: "yes" in the next message does it.</summary>
    public PendingConfirmation? PendingAction { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>What a message that nobody asked for is about.</summary>
    public LinkedEntity? Entity { get; init; }
}

/// <summary>Why another model replied than the one that does as a rule.</summary>
public enum FallbackReason
{
    /// <summary>It gave no answer.</summary>
    Failed,

    /// <summary>Its vendor's filter let nothing through.</summary>
    Filtered,

    /// <summary>The person used up what they have for the day.</summary>
    Budget,
}

/// <summary>The row that a message is about.</summary>
/// <param name="EntityType"><c>event</c>, <c>task</c> or <c>habit</c>; absent where it is about a whole day.</param>
/// <param name="EntityId">The row's id.</param>
/// <param name="ReminderId">The reminder that it is: to snooze or to dismiss.</param>
public sealed record LinkedEntity(string? EntityType, Guid? EntityId, Guid? ReminderId);

/// <summary>A deed of a reply, with the row that shows it.</summary>
/// <param name="Type">What was done, such as <c>event_created</c>.</param>
/// <param name="EntityType">The kind of the row, such as <c>event</c>.</param>
/// <param name="EntityId">The row's id.</param>
/// <param name="Summary">One line for a person, in their language.</param>
public sealed record ReplyAction(string Type, string EntityType, Guid EntityId, string Summary);

/// <summary>What waits for the person's yes, because it is hard to undo, or was not said clearly.</summary>
/// <param name="Type">What it would do, such as <c>confirm_event</c>, <c>cancel_event</c>, <c>archive_goal</c> or <c>stop_habit</c>.</param>
/// <param name="EntityType">The kind of the row, such as <c>event</c>.</param>
/// <param name="Summary">One line for a person, in their language.</param>
/// <param name="OccurrenceAt">The occurrence of a series that is meant; null means the whole.</param>
/// <param name="Scope">How much of a series is meant: <c>this</c>, <c>this_and_later</c> or <c>all</c>.</param>
public sealed record PendingConfirmation(string Type, string EntityType, Guid EntityId, string Summary, DateTimeOffset? OccurrenceAt = null, string? Scope = null);

internal sealed class ChatMessageConfiguration : IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatMessage> builder)
    {
        builder.ToTable("chat_messages", table => table.HasCheckConstraint("ck_chat_messages_seq", "seq > 0"));
        builder.HasKey(message => new { message.UserId, message.Id });
        builder.HasOne<Conversation>().WithMany().HasForeignKey(message => message.UserId).OnDelete(DeleteBehavior.Cascade);

        // Numbers are given once; also pages the history.
        builder.HasIndex(message => new { message.UserId, message.Seq }).IsUnique();

        // A send is stored once, a message is answered once. Partial: most rows have neither.
        builder.HasIndex(message => new { message.UserId, message.ClientMessageId }).IsUnique().HasFilter("client_message_id IS NOT NULL");
        builder.HasIndex(message => new { message.UserId, message.ReplyTo }).IsUnique().HasFilter("reply_to IS NOT NULL");

        // A message is imported once.
        builder.HasIndex(message => new { message.UserId, message.ExternalId }).IsUnique().HasFilter("external_id IS NOT NULL");
        builder.Property(message => message.ExternalId).HasMaxLength(200);
        builder.Property(message => message.Traceparent).IsTraceparent();

        // The messages of a session, in order.
        builder.HasIndex(message => new { message.UserId, message.SessionId, message.Seq });
        builder.Property(message => message.Metadata).IsDocument();
    }
}
