using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn;

/// <summary>A device on which a person is signed in: a family of refresh tokens, of which one is good at a time. Without its row nothing of it lets in.</summary>
public sealed class AuthSession
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>What the person knows it by: "Anna's iPhone", "Firefox on Linux".</summary>
    public required string Device { get; init; }

    /// <summary>SHA-256 of the refresh token's secret, in hex.</summary>
    public required string RefreshHash { get; set; }

    /// <summary>Makes the next secret from the one before: who asks again because the answer was lost gets the very same.</summary>
    public required byte[] RotationKey { get; init; }
    public required DateTimeOffset RotatedAt { get; set; }

    /// <summary>When the person last proved who they are, beside signing in; null where they never had to.</summary>
    public DateTimeOffset? ReauthenticatedAt { get; set; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class AuthSessionConfiguration : IEntityTypeConfiguration<AuthSession>
{
    public void Configure(EntityTypeBuilder<AuthSession> builder)
    {
        builder.ToTable("auth_sessions");
        builder.HasKey(session => new { session.UserId, session.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => session.ExpiresAt);
        builder.Property(session => session.Device).HasMaxLength(100);
        builder.Property(session => session.RefreshHash).HasMaxLength(64);
        builder.Property(session => session.RotationKey).HasMaxLength(32);
    }
}
