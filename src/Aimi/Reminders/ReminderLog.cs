using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Reminders;

/// <summary>How an attempt ended.</summary>
public enum DeliveryStatus
{
    Sent,
    Failed,
    Skipped,
}

/// <summary>One attempt to deliver a reminder. Rows are added and never changed.</summary>
public sealed class ReminderLog
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required Guid ReminderId { get; init; }

    /// <summary>1, 2, 3, …; an attempt whose worker died has no row.</summary>
    public required int Attempt { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required DeliveryStatus Status { get; init; }
    public required string Channel { get; init; }
    public DeliveryResponse Response { get; init; } = new();

    /// <summary>Milliseconds after the time at which this attempt was due.</summary>
    public required long LateByMs { get; init; }
}

/// <summary>What the channel answered; never what it was given to say.</summary>
public sealed record DeliveryResponse
{
    /// <summary>The receipt: the id that the channel gave the message.</summary>
    public string? Receipt { get; init; }

    /// <summary>A code of the channel, such as an HTTP status or an SMTP reply.</summary>
    public string? Code { get; init; }

    /// <summary>Why it failed or was skipped, in words for the operator.</summary>
    public string? Detail { get; init; }
}

internal sealed class ReminderLogConfiguration : IEntityTypeConfiguration<ReminderLog>
{
    public void Configure(EntityTypeBuilder<ReminderLog> builder)
    {
        builder.ToTable("reminder_logs", table => table.HasCheckConstraint("ck_reminder_logs_attempt", "attempt > 0"));
        builder.HasKey(log => new { log.UserId, log.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(log => log.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Reminder>().WithMany().HasForeignKey(log => new { log.UserId, log.ReminderId }).OnDelete(DeleteBehavior.Cascade);

        // An attempt is told once; also reads the log of a reminder in order.
        builder.HasIndex(log => new { log.UserId, log.ReminderId, log.Attempt }).IsUnique();
        builder.Property(log => log.Channel).HasMaxLength(32);
        builder.Property(log => log.Response).IsDocument();
    }
}
