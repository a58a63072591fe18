using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>
/// What is different about one occurrence of a series: it was skipped (cancelled), done, moved, renamed. An occurrence without a row is as its
/// series says. RFC 5545 knows it as <c>EXDATE</c> and <c>RECURRENCE-ID</c>.
/// </summary>
public sealed class EventOccurrence
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required Guid EventId { get; init; }

    /// <summary>Which one: what the wall clock in the series' zone says when the rule lets it start.</summary>
    public required DateTime WallTime { get; init; }
    public EventStatus Status { get; set; }

    /// <summary>When it takes place in place of its time; null where it was not moved. The same for <see cref="EndAt"/> and <see cref="DueAt"/>.</summary>
    public DateTimeOffset? StartAt { get; set; }
    public DateTimeOffset? EndAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>In place of the series'; null where it is the same.</summary>
    public string? Title { get; set; }
    public string? Description { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What is different, about another occurrence.</summary>
    internal EventOccurrence Copy(Guid eventId, DateTime wallTime, DateTimeOffset now) => new()
    {
        UserId = UserId,
        Id = Guid.CreateVersion7(now),
        EventId = eventId,
        WallTime = wallTime,
        Status = Status,
        StartAt = StartAt,
        EndAt = EndAt,
        DueAt = DueAt,
        Title = Title,
        Description = Description,
        CreatedAt = CreatedAt,
        UpdatedAt = now,
    };
}

internal sealed class EventOccurrenceConfiguration : IEntityTypeConfiguration<EventOccurrence>
{
    public void Configure(EntityTypeBuilder<EventOccurrence> builder)
    {
        builder.ToTable("event_occurrences");
        builder.HasKey(occurrence => new { occurrence.UserId, occurrence.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(occurrence => occurrence.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<PlannedEvent>().WithMany().HasForeignKey(occurrence => new { occurrence.UserId, occurrence.EventId }).OnDelete(DeleteBehavior.Cascade);

        // An occurrence is different in one way; also reads those of a series.
        builder.HasIndex(occurrence => new { occurrence.UserId, occurrence.EventId, occurrence.WallTime }).IsUnique();
        builder.Property(occurrence => occurrence.WallTime).IsWallTime();
        builder.Property(occurrence => occurrence.Title).HasMaxLength(500);
    }
}
