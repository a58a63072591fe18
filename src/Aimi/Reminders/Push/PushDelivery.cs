using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Reminders.Push;

/// <summary>What a person can answer to a push without opening the app.</summary>
public enum PushAction
{
    /// <summary>What it reminds of is done.</summary>
    Done,

    /// <summary>It rings again in ten minutes.</summary>
    Snooze10,
}

/// <summary>
/// One delivery of a reminder to one device: where it got there it is not pushed again because another device failed, and it is answered once.
/// </summary>
public sealed class PushDelivery
{
    public required Guid UserId { get; init; }

    /// <summary>The push service knows it by this: the same on every attempt.</summary>
    public required Guid Id { get; init; }
    public required Guid DeviceId { get; init; }

    /// <summary>No foreign key: it is only looked for when the push is answered, and may be planned anew meanwhile.</summary>
    public required Guid ReminderId { get; init; }

    /// <summary>Of the reminder: another one when it rings again.</summary>
    public required string DedupeKey { get; init; }

    /// <summary>When the push service took it.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>What was answered; null as long as nothing was.</summary>
    public PushAction? Action { get; set; }
    public DateTimeOffset? ActedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class PushDeliveryConfiguration : IEntityTypeConfiguration<PushDelivery>
{
    public void Configure(EntityTypeBuilder<PushDelivery> builder)
    {
        builder.ToTable("push_deliveries", table =>
            table.HasCheckConstraint("ck_push_deliveries_acted", "(action IS NULL) = (acted_at IS NULL)"));
        builder.HasKey(delivery => new { delivery.UserId, delivery.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(delivery => delivery.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Device>().WithMany().HasForeignKey(delivery => new { delivery.UserId, delivery.DeviceId }).OnDelete(DeleteBehavior.Cascade);

        // To each device once.
        builder.HasIndex(delivery => new { delivery.UserId, delivery.DeviceId, delivery.DedupeKey }).IsUnique();
        builder.Property(delivery => delivery.DedupeKey).HasMaxLength(100);
    }
}
