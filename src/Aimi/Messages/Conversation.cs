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
}

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
