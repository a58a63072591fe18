using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>Something that the person wants to do again and again.</summary>
public sealed class Habit
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public Guid? GoalId { get; set; }
    public required string Name { get; set; }

    /// <summary>RFC 5545 RRULE, such as <c>FREQ=DAILY</c>: the days on which it is due.</summary>
    public required string Frequency { get; set; }

    /// <summary>How often a week, on whichever days: <see cref="Frequency"/> is <c>FREQ=WEEKLY</c> then. Null where the days are given.</summary>
    public int? TimesPerWeek { get; set; }

    /// <summary>The day from which it counts.</summary>
    public required DateOnly StartsOn { get; set; }

    /// <summary>Local times, <c>HH:mm</c>, at which to remind of it on the days on which it is due; empty never reminds.</summary>
    public string[] ReminderTimes { get; set; } = [];

    /// <summary>How demanding it is, 1 (least) to 5.</summary>
    public int Intensity { get; set; } = 3;
    public bool Active { get; set; } = true;
    public PlanMetadata Metadata { get; set; } = new();

    /// <inheritdoc cref="PlannedEvent.Traceparent"/>
    public string? Traceparent { get; set; }

    /// <inheritdoc cref="Goal.Version"/>
    public long Version { get; set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class HabitConfiguration : IEntityTypeConfiguration<Habit>
{
    public void Configure(EntityTypeBuilder<Habit> builder)
    {
        builder.ToTable("habits", table =>
        {
            table.HasCheckConstraint("ck_habits_intensity", "intensity BETWEEN 1 AND 5");
            table.HasCheckConstraint("ck_habits_times_per_week", "times_per_week BETWEEN 1 AND 7");
        });
        builder.HasKey(habit => new { habit.UserId, habit.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(habit => habit.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Goal>().WithMany().HasForeignKey(habit => new { habit.UserId, habit.GoalId }).OnDelete(DeleteBehavior.NoAction);
        builder.Property(habit => habit.Name).HasMaxLength(500);
        builder.Property(habit => habit.Frequency).HasMaxLength(500);
        builder.Property(habit => habit.Traceparent).IsTraceparent();
        builder.Property(habit => habit.Metadata).IsDocument();
        builder.Property(habit => habit.Version).IsConcurrencyToken();
    }
}
