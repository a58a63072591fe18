using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Realtime;

/// <summary>Something that was pushed to a person, kept for a client that was away. Its ids are in the order of time.</summary>
public sealed class Notification
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Such as <c>reminder</c>; clients ignore kinds that they do not know.</summary>
    public required string Kind { get; init; }
    public required string Title { get; init; }
    public string? Body { get; init; }

    /// <summary>The row that it is about.</summary>
    public string? EntityType { get; init; }
    public Guid? EntityId { get; init; }
    public DateTimeOffset? ReadAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notifications", table =>
            table.HasCheckConstraint("ck_notifications_entity", "(entity_type IS NULL) = (entity_id IS NULL)"));
        builder.HasKey(notification => new { notification.UserId, notification.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(notification => notification.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(notification => notification.Kind).HasMaxLength(32);
        builder.Property(notification => notification.Title).HasMaxLength(500);
        builder.Property(notification => notification.EntityType).HasMaxLength(32);
    }
}
