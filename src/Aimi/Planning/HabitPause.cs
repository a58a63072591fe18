using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>Days on which a habit is not asked for, and which break no streak: an excused day, an illness, a holiday.</summary>
public sealed class HabitPause
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required Guid HabitId { get; init; }
    public required DateOnly FromDay { get; init; }

    /// <summary>The last day of it; null while it lasts.</summary>
    public DateOnly? ToDay { get; set; }
    public string? Note { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class HabitPauseConfiguration : IEntityTypeConfiguration<HabitPause>
{
    public void Configure(EntityTypeBuilder<HabitPause> builder)
    {
        builder.ToTable("habit_pauses", table => table.HasCheckConstraint("ck_habit_pauses_days", "to_day IS NULL OR to_day >= from_day"));
        builder.HasKey(pause => new { pause.UserId, pause.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(pause => pause.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Habit>().WithMany().HasForeignKey(pause => new { pause.UserId, pause.HabitId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(pause => new { pause.UserId, pause.HabitId, pause.FromDay });
        builder.Property(pause => pause.Note).HasMaxLength(500);
    }
}
