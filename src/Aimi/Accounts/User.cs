using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts;

/// <summary>A person. Every other row belongs to one, and goes when the person goes.</summary>
public sealed class User
{
    public required Guid Id { get; init; }
    public string? Email { get; set; }
    public required string DisplayName { get; set; }

    /// <summary>IANA name, such as <c>Europe/Moscow</c>.</summary>
    public required string Timezone { get; set; }

    /// <summary>BCP 47, such as <c>ru</c> or <c>en-GB</c>.</summary>
    public required string Locale { get; set; }
    public UserSettings Settings { get; set; } = new();
    public UserProfile Profile { get; set; } = new();
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What a person told about themselves; what is not known is absent.</summary>
public sealed record UserProfile
{
    public string? About { get; init; }
    public DateOnly? Birthday { get; init; }
}

/// <summary>How Aimi behaves towards a person; what is absent follows the product's default.</summary>
public sealed record UserSettings
{
    public QuietHours? QuietHours { get; init; }

    /// <summary>How long before a thing to remind of it, ISO 8601 (<c>PT24H</c>, <c>PT2H</c>).</summary>
    public IReadOnlyList<string>? ReminderOffsets { get; init; }

    /// <summary>Names of the channels that reminders go to, in order.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
}

/// <summary>Local times between which nothing rings; <c>From</c> after <c>To</c> spans midnight.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To);

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(user => user.Id);
        builder.HasIndex(user => user.Email).IsUnique();
        builder.Property(user => user.Email).HasMaxLength(320);
        builder.Property(user => user.DisplayName).HasMaxLength(200);
        builder.Property(user => user.Timezone).HasMaxLength(64);
        builder.Property(user => user.Locale).HasMaxLength(35);
        builder.Property(user => user.Settings).IsDocument();
        builder.Property(user => user.Profile).IsDocument();
    }
}
