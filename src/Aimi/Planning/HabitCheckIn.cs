using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>A day on which a habit was kept.</summary>
public sealed class HabitCheckIn
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required Guid HabitId { get; init; }

    /// <summary>The day as the person's own calendar had it.</summary>
    public required DateOnly Day { get; init; }
    public string? Note { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class HabitCheckInConfiguration : IEntityTypeConfiguration<HabitCheckIn>
{
    public void Configure(EntityTypeBuilder<HabitCheckIn> builder)
    {
        builder.ToTable("habit_check_ins");
        builder.HasKey(checkIn => new { checkIn.UserId, checkIn.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(checkIn => checkIn.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Habit>().WithMany().HasForeignKey(checkIn => new { checkIn.UserId, checkIn.HabitId }).OnDelete(DeleteBehavior.Cascade);

        // A day counts once; also reads the days of a habit in order, for streaks.
        builder.HasIndex(checkIn => new { checkIn.UserId, checkIn.HabitId, checkIn.Day }).IsUnique();
    }
}
