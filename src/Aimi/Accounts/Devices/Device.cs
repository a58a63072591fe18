using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts;

/// <summary>By whom a device is pushed to.</summary>
public enum DevicePlatform
{
    /// <summary>Apple's push service.</summary>
    Ios,

    /// <summary>The push service of a browser, wherever that runs.</summary>
    Web,
}

/// <summary>Which of Apple's two push services knows a token: that of an app from Xcode is the sandbox's.</summary>
public enum PushEnvironment
{
    Production,
    Sandbox,
}

/// <summary>A phone or a browser that can be pushed to.</summary>
public sealed class Device
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required DevicePlatform Platform { get; init; }

    /// <summary>Where to push to: the token that iOS gave, in hex, or the address of a browser's subscription. Whoever has it can push: it is told to nobody.</summary>
    public required string Token { get; init; }

    /// <summary>SHA-256 of the token, in hex: finds out whether it became another person's.</summary>
    public required string TokenHash { get; init; }

    /// <summary>iOS only.</summary>
    public PushEnvironment? Environment { get; set; }

    /// <summary>The app's bundle id, where it is not the one that the operator set.</summary>
    public string? Topic { get; set; }

    /// <summary>A browser's public key for what is pushed to it: an uncompressed point of P-256, base64url.</summary>
    public string? P256dh { get; set; }

    /// <summary>The secret that goes with it, base64url.</summary>
    public string? Auth { get; set; }

    /// <summary>What the person calls it.</summary>
    public string? Name { get; set; }

    /// <summary>BCP 47: what is pushed to it is said in this language, where Aimi speaks it.</summary>
    public required string Locale { get; set; }

    /// <summary>IANA name.</summary>
    public required string Timezone { get; set; }

    /// <summary>False when the platform said that the token is no more, or the person wants it quiet; a launch of the app makes it true again.</summary>
    public bool Active { get; set; } = true;
    public required DateTimeOffset LastSeenAt { get; set; }
    public long Version { get; set; } = 1;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

internal sealed class DeviceConfiguration : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> builder)
    {
        builder.ToTable("devices", table =>
        {
            table.HasCheckConstraint("ck_devices_ios", "(platform = 'ios') = (environment IS NOT NULL)");
            table.HasCheckConstraint("ck_devices_web", "(platform = 'web') = (p256dh IS NOT NULL) AND (p256dh IS NULL) = (auth IS NULL)");
        });
        builder.HasKey(device => new { device.UserId, device.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(device => device.UserId).OnDelete(DeleteBehavior.Cascade);

        // Registering twice is registering once.
        builder.HasIndex(device => new { device.UserId, device.TokenHash }).IsUnique();

        // Whose it was before.
        builder.HasIndex(device => device.TokenHash);
        builder.Property(device => device.Token).HasMaxLength(DeviceRules.MaxToken);
        builder.Property(device => device.TokenHash).HasMaxLength(64);
        builder.Property(device => device.Topic).HasMaxLength(155);
        builder.Property(device => device.P256dh).HasMaxLength(100);
        builder.Property(device => device.Auth).HasMaxLength(50);
        builder.Property(device => device.Name).HasMaxLength(DeviceRules.MaxName);
        builder.Property(device => device.Locale).HasMaxLength(35);
        builder.Property(device => device.Timezone).HasMaxLength(64);
    }
}
