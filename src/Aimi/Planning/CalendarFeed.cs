using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Planning;

/// <summary>A subscription to a person's calendar: whoever has its token may read the calendar, until the row is deleted.</summary>
public sealed class CalendarFeed
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>What the person calls it: where it is subscribed to.</summary>
    public required string Name { get; set; }

    /// <summary>SHA-256 of the token, in hex: the token itself is told once and not kept.</summary>
    public required string TokenHash { get; init; }
    public DateTimeOffset? LastUsedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class CalendarFeedConfiguration : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.ToTable("calendar_feeds");
        builder.HasKey(feed => new { feed.UserId, feed.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(feed => feed.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(feed => new { feed.UserId, feed.TokenHash }).IsUnique();
        builder.Property(feed => feed.Name).HasMaxLength(100);
        builder.Property(feed => feed.TokenHash).HasMaxLength(64);
    }
}
