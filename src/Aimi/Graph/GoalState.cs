using Aimi.Accounts;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Graph;

/// <summary>What a goal means to the person now, as their words show it. At most one row a goal: its key is the goal's.</summary>
public sealed class GoalState : IThingState
{
    public required Guid UserId { get; init; }
    public required Guid GoalId { get; init; }

    /// <summary>How much it matters, 0 to 1.</summary>
    public double Weight { get; set; }

    /// <summary>Whether it gains or loses ground, -1 to 1.</summary>
    public double Momentum { get; set; }
    public DateTimeOffset? LastMentionedAt { get; set; }

    /// <summary>In how many messages it was spoken of.</summary>
    public int Mentions { get; set; }
    public string? StatusNote { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class GoalStateConfiguration : IEntityTypeConfiguration<GoalState>
{
    public void Configure(EntityTypeBuilder<GoalState> builder)
    {
        builder.ToTable("goal_state", table =>
        {
            table.HasCheckConstraint("ck_goal_state_weight", "weight BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_goal_state_momentum", "momentum BETWEEN -1 AND 1");
            table.HasCheckConstraint("ck_goal_state_mentions", "mentions >= 0");
        });
        builder.HasKey(state => new { state.UserId, state.GoalId });
        builder.HasOne<User>().WithMany().HasForeignKey(state => state.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Goal>().WithOne().HasForeignKey<GoalState>(state => new { state.UserId, state.GoalId }).OnDelete(DeleteBehavior.Cascade);
    }
}
