using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Sync;

/// <summary>What a change is a change of. A task is an event.</summary>
public enum SyncedType
{
    Me,
    Goal,
    Habit,
    HabitCheckIn,
    HabitPause,
    Event,
    Occurrence,
    Reminder,
    Memory,
    Session,
    Notification,
    Device,
    CalendarFeed,

    /// <summary>A message whose words were forgotten: new ones are told by their seq.</summary>
    Message,
}

/// <summary>
/// That a row was made, changed or deleted, and when last: one for each row that clients mirror. Triggers of the database write it
/// (<see cref="Data.SyncedTable"/>), so that no writer can forget it, and nobody else does.
/// </summary>
public sealed class SyncChange
{
    public required Guid UserId { get; init; }
    public required SyncedType EntityType { get; init; }
    public required Guid EntityId { get; init; }

    /// <summary>
    /// Orders a person's changes: what commits after a client has read has a larger one than <see cref="SyncHorizon.Finished"/> was then.
    /// PostgreSQL: the transaction's id. SQLite: milliseconds, or one more than the person's last.
    /// </summary>
    public required long Stamp { get; init; }

    /// <summary>The row is gone; this is its tombstone.</summary>
    public bool Deleted { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
}

internal sealed class SyncChangeConfiguration : IEntityTypeConfiguration<SyncChange>
{
    public void Configure(EntityTypeBuilder<SyncChange> builder)
    {
        builder.ToTable("sync_changes");
        builder.HasKey(change => new { change.UserId, change.EntityType, change.EntityId });
        builder.HasOne<User>().WithMany().HasForeignKey(change => change.UserId).OnDelete(DeleteBehavior.Cascade);

        // A person's changes, in order.
        builder.HasIndex(change => new { change.UserId, change.Stamp, change.EntityType, change.EntityId }).HasDatabaseName("ix_sync_changes_stamp");

        // Tombstones whose time is over.
        builder.HasIndex(change => change.UpdatedAt).HasFilter("deleted").HasDatabaseName("ix_sync_changes_tombstones");
    }
}
