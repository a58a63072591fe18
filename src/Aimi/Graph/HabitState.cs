using Aimi.Accounts;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Graph;

/// <summary>What a habit means to the person now, as their words show it. At most one row a habit: its key is the habit's.</summary>
public sealed class HabitState : IThingState
{
    public required Guid UserId { get; init; }
    public required Guid HabitId { get; init; }

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

internal sealed class HabitStateConfiguration : IEntityTypeConfiguration<HabitState>
{
    public void Configure(EntityTypeBuilder<HabitState> builder)
    {
        builder.ToTable("habit_state", table =>
        {
            table.HasCheckConstraint("ck_habit_state_weight", "weight BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_habit_state_momentum", "momentum BETWEEN -1 AND 1");
            table.HasCheckConstraint("ck_habit_state_mentions", "mentions >= 0");
        });
        builder.HasKey(state => new { state.UserId, state.HabitId });
        builder.HasOne<User>().WithMany().HasForeignKey(state => state.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Habit>().WithOne().HasForeignKey<HabitState>(state => new { state.UserId, state.HabitId }).OnDelete(DeleteBehavior.Cascade);
    }
}
