using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>Whether a goal is pursued.</summary>
public enum GoalStatus
{
    Active,
    Paused,
    Completed,
    Archived,
}

/// <summary>Something that the person wants to reach.</summary>
public sealed class Goal
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required string Title { get; set; }
    public string? Description { get; set; }
    public GoalStatus Status { get; set; }
    public DateOnly? TargetDate { get; set; }

    /// <summary>1 (least) to 5.</summary>
    public int Priority { get; set; } = 3;

    /// <summary>The goal that this one is a part of.</summary>
    public Guid? ParentGoalId { get; set; }

    /// <summary>0 to 1.</summary>
    public double Progress { get; set; }
    public PlanMetadata Metadata { get; set; } = new();

    /// <summary>Counts the changes; a writer that saw another version is refused.</summary>
    public long Version { get; set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class GoalConfiguration : IEntityTypeConfiguration<Goal>
{
    public void Configure(EntityTypeBuilder<Goal> builder)
    {
        builder.ToTable("goals", table =>
        {
            table.HasCheckConstraint("ck_goals_priority", "priority BETWEEN 1 AND 5");
            table.HasCheckConstraint("ck_goals_progress", "progress BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_goals_parent_goal_id", "parent_goal_id <> id");
        });
        builder.HasKey(goal => new { goal.UserId, goal.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(goal => goal.UserId).OnDelete(DeleteBehavior.Cascade);

        // NO ACTION: SET NULL would null user_id too. Whoever deletes a goal unlinks its parts, habits and events first, in the same transaction.
        builder.HasOne<Goal>().WithMany().HasForeignKey(goal => new { goal.UserId, goal.ParentGoalId }).OnDelete(DeleteBehavior.NoAction);
        builder.Property(goal => goal.Title).HasMaxLength(500);
        builder.Property(goal => goal.Metadata).IsDocument();
        builder.Property(goal => goal.Version).IsConcurrencyToken();
    }
}
