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
    /// <summary>What nobody said of the person yet, so that it was taken from the machine: names out of <see cref="Guesses"/>. Absent: nothing.</summary>
    public IReadOnlyList<string>? Guessed { get; init; }

    public QuietHours? QuietHours { get; init; }

    /// <summary>How long before a thing to remind of it, ISO 8601 (<c>PT24H</c>, <c>PT2H</c>).</summary>
    public IReadOnlyList<string>? ReminderOffsets { get; init; }

    /// <summary>Names of the channels that reminders go to, in order.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    /// <summary>The hour, 0 to 12, at which the person's day begins: a habit kept at 1:30 by who goes to bed at 3 was kept the day before.</summary>
    public int? DayStartHour { get; init; }

    /// <summary>Local time at which the day's agenda is told; absent: it is not.</summary>
    public TimeOnly? MorningAgenda { get; init; }

    /// <summary>Local time at which Aimi asks how the day was and what habits were kept; absent: it does not.</summary>
    public TimeOnly? EveningCheckIn { get; init; }

    /// <summary>So many reminders a day are told one by one, the rest in one digest.</summary>
    public int? DailyCap { get; init; }

    /// <summary>Where the channel <c>webhook</c> sends to.</summary>
    public WebhookTarget? Webhook { get; init; }

    /// <summary>The secret in the links that end mails.</summary>
    public string? UnsubscribeKey { get; init; }

    /// <summary>Signs what answers a push without signing in.</summary>
    public string? PushKey { get; init; }
}

/// <summary>What can be guessed of a person, as <c>/me</c> names it.</summary>
public static class Guesses
{
    public const string Timezone = "timezone";
    public const string Locale = "locale";

    /// <param name="timezone">As it was told; null: it was not.</param>
    /// <param name="locale">As it was told; null: it was not.</param>
    /// <returns>Null where both were told.</returns>
    public static IReadOnlyList<string>? Without(string? timezone, string? locale) => (timezone, locale) switch
    {
        (null, null) => [Timezone, Locale],
        (null, _) => [Timezone],
        (_, null) => [Locale],
        _ => null,
    };
}

/// <param name="Secret">Signs what is sent, <c>whsec_…</c> as Standard Webhooks writes it.</param>
public sealed record WebhookTarget(string Url, string Secret);

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
