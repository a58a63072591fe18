using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Reminders;

/// <summary>Where a reminder stands.</summary>
public enum ReminderStatus
{
    Scheduled,

    /// <summary>A worker has it, until <see cref="Reminder.LockedUntil"/>.</summary>
    Sending,
    Sent,

    /// <summary>Not worth sending any more: too late, or its event is over.</summary>
    Skipped,

    /// <summary>Given up after too many attempts.</summary>
    Failed,
    Dismissed,
}

/// <summary>What a reminder is about.</summary>
public enum ReminderKind
{
    Event,
    Habit,

    /// <summary>Nothing is said: the event is over, and awaits the word how it went.</summary>
    Feedback,

    /// <summary>The day that begins.</summary>
    Agenda,

    /// <summary>The day that ends.</summary>
    CheckIn,

    /// <summary>What was too much to be told one by one.</summary>
    Digest,
}

/// <summary>A reminder of one occurrence of an event or a habit, through one channel.</summary>
public sealed class Reminder
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public ReminderKind Kind { get; init; }
    public Guid? EventId { get; init; }
    public Guid? HabitId { get; init; }

    /// <summary>When the thing itself takes place.</summary>
    public required DateTimeOffset OccurrenceAt { get; init; }

    /// <summary>When to remind of it: <see cref="Offset"/> before, or later where it was snoozed or tried again.</summary>
    public required DateTimeOffset TriggerAt { get; set; }

    /// <summary>Whole seconds before the occurrence.</summary>
    public required TimeSpan Offset { get; init; }
    public required string Channel { get; init; }
    public ReminderStatus Status { get; set; }

    /// <summary>How often a worker began.</summary>
    public int Attempts { get; set; }

    /// <summary>Another worker may take it after this.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Fences the worker: one that overslept its lease finds another token and changes nothing.</summary>
    public Guid? LeaseToken { get; set; }

    /// <summary>Goes with the message to channels that can drop a second delivery of the same thing.</summary>
    public required string DedupeKey { get; set; }
    public ReminderPayload Payload { get; set; } = new();

    /// <summary>The trace of the change that planned it, or that moved it; null where none is kept.</summary>
    public string? Traceparent { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What the channel needs to say it, as it was when the reminder was planned; whatever changes it plans it anew.</summary>
public sealed record ReminderPayload
{
    public string? Title { get; init; }

    /// <summary>IANA name: the zone in which the time is said.</summary>
    public string? Timezone { get; init; }

    /// <summary>When it is over, and a reminder of it of no more use; absent for what has no end.</summary>
    public DateTimeOffset? EndsAt { get; init; }
    public bool AllDay { get; init; }

    /// <summary>It is a task: <see cref="Reminder.OccurrenceAt"/> is when it is due.</summary>
    public bool Due { get; init; }

    /// <summary>For a digest: the reminders that it stands for.</summary>
    public IReadOnlyList<Guid>? Merged { get; init; }
}

internal sealed class ReminderConfiguration : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.ToTable("reminder_queue", table =>
        {
            table.HasCheckConstraint(
                "ck_reminder_queue_subject",
                "(event_id IS NOT NULL) = (kind IN ('event', 'feedback')) AND (habit_id IS NOT NULL) = (kind = 'habit')");
            table.HasCheckConstraint("ck_reminder_queue_attempts", "attempts >= 0");
            table.HasCheckConstraint("ck_reminder_queue_lease", "(status = 'sending') = (lease_token IS NOT NULL) AND (lease_token IS NULL) = (locked_until IS NULL)");
        });
        builder.HasKey(reminder => new { reminder.UserId, reminder.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(reminder => reminder.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<PlannedEvent>().WithMany().HasForeignKey(reminder => new { reminder.UserId, reminder.EventId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Habit>().WithMany().HasForeignKey(reminder => new { reminder.UserId, reminder.HabitId }).OnDelete(DeleteBehavior.Cascade);

        // Planning twice adds nothing. Three indexes, because a null is never equal to another.
        builder.HasIndex(reminder => new { reminder.UserId, reminder.EventId, reminder.OccurrenceAt, reminder.Offset, reminder.Channel })
            .IsUnique().HasFilter("event_id IS NOT NULL").HasDatabaseName("ix_reminder_queue_event_occurrence");
        builder.HasIndex(reminder => new { reminder.UserId, reminder.HabitId, reminder.OccurrenceAt, reminder.Offset, reminder.Channel })
            .IsUnique().HasFilter("habit_id IS NOT NULL").HasDatabaseName("ix_reminder_queue_habit_occurrence");
        builder.HasIndex(reminder => new { reminder.UserId, reminder.Kind, reminder.OccurrenceAt, reminder.Channel })
            .IsUnique().HasFilter("event_id IS NULL AND habit_id IS NULL").HasDatabaseName("ix_reminder_queue_day");

        // The worker's queue, and the leases that ran out; what was sent long ago is in neither.
        builder.HasIndex(reminder => reminder.TriggerAt).HasFilter("status = 'scheduled'");
        builder.HasIndex(reminder => reminder.LockedUntil).HasFilter("status = 'sending'");

        // Those that are given up, to be counted.
        builder.HasIndex(reminder => reminder.OccurrenceAt).HasFilter("status = 'failed'");

        // A person's reminders in the order of their time.
        builder.HasIndex(reminder => new { reminder.UserId, reminder.TriggerAt });
        builder.Property(reminder => reminder.LeaseToken).IsConcurrencyToken();
        builder.Property(reminder => reminder.Channel).HasMaxLength(32);
        builder.Property(reminder => reminder.DedupeKey).HasMaxLength(100);
        builder.Property(reminder => reminder.Traceparent).IsTraceparent();
        builder.Property(reminder => reminder.Payload).IsDocument();
    }
}
