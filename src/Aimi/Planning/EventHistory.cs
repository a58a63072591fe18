using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>Who changed it.</summary>
public enum EventActor
{
    User,
    Assistant,
    Worker,
}

/// <summary>One change of an event. Rows are added and never changed.</summary>
public sealed class EventHistory
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required Guid EventId { get; init; }

    /// <summary>Null for the row that tells of its making.</summary>
    public EventStatus? FromStatus { get; init; }

    /// <summary>The same as <see cref="FromStatus"/> where it was only moved in time.</summary>
    public required EventStatus ToStatus { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
    public required EventActor By { get; init; }
    public EventChangeDetails Metadata { get; init; } = new();
}

/// <summary>What changed beside the status.</summary>
public sealed record EventChangeDetails
{
    /// <summary>The time before and after a postponement.</summary>
    public DateTimeOffset? MovedFrom { get; init; }
    public DateTimeOffset? MovedTo { get; init; }

    /// <summary>The one occurrence of a series that changed, by its time by the rule; absent where the whole did.</summary>
    public DateTimeOffset? OccurrenceAt { get; init; }
}

internal sealed class EventHistoryConfiguration : IEntityTypeConfiguration<EventHistory>
{
    public void Configure(EntityTypeBuilder<EventHistory> builder)
    {
        builder.ToTable("event_history");
        builder.HasKey(change => new { change.UserId, change.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(change => change.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<PlannedEvent>().WithMany().HasForeignKey(change => new { change.UserId, change.EventId }).OnDelete(DeleteBehavior.Cascade);

        // The changes of an event, in order.
        builder.HasIndex(change => new { change.UserId, change.EventId, change.ChangedAt });
        builder.Property(change => change.Metadata).IsDocument();
    }
}
