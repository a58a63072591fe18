using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts;

/// <summary>What kind of device it is.</summary>
public enum DevicePlatform
{
    Ios,
    Android,
    Web,
    Desktop,
}

/// <summary>A phone or a browser that can be pushed to.</summary>
public sealed class Device
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required DevicePlatform Platform { get; init; }

    /// <summary>Where to push to, as the platform gave it.</summary>
    public required string Token { get; init; }

    /// <summary>BCP 47.</summary>
    public required string Locale { get; set; }

    /// <summary>IANA name.</summary>
    public required string Timezone { get; set; }

    /// <summary>False when the platform said that the token is no more.</summary>
    public bool Active { get; set; } = true;
    public required DateTimeOffset LastSeenAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class DeviceConfiguration : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("devices");
        builder.HasKey(device => new { device.UserId, device.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(device => device.UserId).OnDelete(DeleteBehavior.Cascade);

        // Registering twice is registering once.
        builder.HasIndex(device => new { device.UserId, device.Token }).IsUnique();
        builder.Property(device => device.Token).HasMaxLength(1000);
        builder.Property(device => device.Locale).HasMaxLength(35);
        builder.Property(device => device.Timezone).HasMaxLength(64);
    }
}
