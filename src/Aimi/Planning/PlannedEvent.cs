using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>A task is done at some time, an event takes place, a follow-up is Aimi's own reason to ask.</summary>
public enum EventType
{
    Task,
    Event,
    FollowUp,
}

/// <summary>Where an event stands. See <see cref="EventStatuses.MayBecome"/>.</summary>
public enum EventStatus
{
    Planned,

    /// <summary>Aimi proposed it; the person did not say yes yet.</summary>
    PendingConfirmation,

    /// <summary>Its time is over; Aimi asked how it went.</summary>
    AwaitingFeedback,
    Completed,
    Cancelled,
}

/// <summary>What <see cref="PlannedEvent.RepeatRule"/> counts from.</summary>
public enum RepeatMode
{
    /// <summary>From its start: every Monday, done or not.</summary>
    Schedule,

    /// <summary>From the day on which it was last completed: three days after that. One occurrence is open at a time.</summary>
    AfterCompletion,
}

/// <summary>Who put it there.</summary>
public enum EventSource
{
    User,
    Assistant,
    External,
}

/// <summary>A task or an event: one entity, told apart by <see cref="Type"/>.</summary>
public sealed class PlannedEvent
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public Guid? GoalId { get; set; }
    public required EventType Type { get; init; }
    public required string Title { get; set; }
    public string? Description { get; set; }
    public EventStatus Status { get; set; }
    public DateTimeOffset? StartAt { get; set; }
    public DateTimeOffset? EndAt { get; set; }
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>
    /// What the wall clock in <see cref="Timezone"/> says when it starts, or is due where it has no start; null without either. It is what
    /// stays where a zone's rules, or a floating event's zone, change.
    /// </summary>
    public DateTime? WallTime { get; set; }

    /// <summary>Its times are midnights in <see cref="Timezone"/>.</summary>
    public bool AllDay { get; set; }

    /// <summary>It goes with the person: 9:00 wherever they are. Else it is anchored to its zone.</summary>
    public bool Floating { get; set; }

    /// <summary>IANA name: the zone in which it repeats and is said.</summary>
    public required string Timezone { get; set; }

    /// <summary>1 (least) to 5.</summary>
    public int Priority { get; set; } = 3;

    /// <summary>RFC 5545 RRULE; null for what happens once.</summary>
    public string? RepeatRule { get; set; }
    public RepeatMode RepeatMode { get; set; }

    /// <summary>The series that this one goes on from: "this and all later" were changed there.</summary>
    public Guid? ContinuesId { get; set; }
    public required EventSource Source { get; init; }

    /// <summary>Its id where it was imported from.</summary>
    public string? ExternalId { get; init; }

    /// <summary>
    /// How long before to remind, ISO 8601 (<c>PT2H</c>, <c>PT0S</c> is the moment itself), or when, RFC 3339; null follows the person's
    /// settings, empty never reminds.
    /// </summary>
    public string[]? ReminderOffsets { get; set; }

    /// <summary>For a task: from its time on, remind of it again this often until it is done; null does not.</summary>
    public TimeSpan? NagEvery { get; set; }
    public PlanMetadata Metadata { get; set; } = new();

    /// <summary>The trace of its last change by the person, for reminders that are planned weeks later; null where none is kept.</summary>
    public string? Traceparent { get; set; }

    /// <inheritdoc cref="Goal.Version"/>
    public long Version { get; set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The same under another id, at its first version; where it was imported from stays with the original.</summary>
    internal PlannedEvent Copy(Guid id, DateTimeOffset now) => new()
    {
        UserId = UserId,
        Id = id,
        GoalId = GoalId,
        Type = Type,
        Title = Title,
        Description = Description,
        Status = Status,
        StartAt = StartAt,
        EndAt = EndAt,
        DueAt = DueAt,
        WallTime = WallTime,
        AllDay = AllDay,
        Floating = Floating,
        Timezone = Timezone,
        Priority = Priority,
        RepeatRule = RepeatRule,
        RepeatMode = RepeatMode,
        ContinuesId = ContinuesId,
        Source = Source,
        ReminderOffsets = ReminderOffsets,
        NagEvery = NagEvery,
        Metadata = Metadata,
        CreatedAt = now,
        UpdatedAt = now,
    };
}

internal sealed class PlannedEventConfiguration : IEntityTypeConfiguration<PlannedEvent>
{
    public void Configure(EntityTypeBuilder<PlannedEvent> builder)
    {
        builder.ToTable("events", table =>
        {
            table.HasCheckConstraint("ck_events_priority", "priority BETWEEN 1 AND 5");
            table.HasCheckConstraint("ck_events_times", "end_at IS NULL OR (start_at IS NOT NULL AND end_at >= start_at)");
        });
        builder.HasKey(planned => new { planned.UserId, planned.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(planned => planned.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Goal>().WithMany().HasForeignKey(planned => new { planned.UserId, planned.GoalId }).OnDelete(DeleteBehavior.NoAction);

        // What is planned for a time; what awaits feedback.
        builder.HasIndex(planned => new { planned.UserId, planned.Status, planned.StartAt });

        // What is imported twice is there once.
        builder.HasIndex(planned => new { planned.UserId, planned.ExternalId }).IsUnique().HasFilter("external_id IS NOT NULL");
        builder.Property(planned => planned.WallTime).IsWallTime();
        builder.Property(planned => planned.Title).HasMaxLength(500);
        builder.Property(planned => planned.Timezone).HasMaxLength(64);
        builder.Property(planned => planned.RepeatRule).HasMaxLength(500);
        builder.Property(planned => planned.ExternalId).HasMaxLength(500);
        builder.Property(planned => planned.Traceparent).IsTraceparent();
        builder.Property(planned => planned.Metadata).IsDocument();
        builder.Property(planned => planned.Version).IsConcurrencyToken();
    }
}
