using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts.SignIn;

/// <summary>What a token lets its holder do.</summary>
public enum AccessTokenKind
{
    /// <summary>Everything, for minutes; of a session.</summary>
    Access,

    /// <summary>Everything but what concerns signing in, until it is revoked: for scripts.</summary>
    Personal,

    /// <summary>Open one socket, once, within seconds: for a browser, which can not send a header with it.</summary>
    Ticket,
}

/// <summary>A token that lets in; only its hash is known here.</summary>
public sealed class AccessToken
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required AccessTokenKind Kind { get; init; }

    /// <summary>SHA-256 of its secret, in hex.</summary>
    public required string Hash { get; init; }

    /// <summary>The session that it goes with; none has a personal one.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>What the person calls a personal one.</summary>
    public string? Name { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Of a personal one, within the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class AccessTokenConfiguration : IEntityTypeConfiguration<AccessToken>
{
    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("access_tokens");
        builder.HasKey(token => new { token.UserId, token.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(token => token.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AuthSession>().WithMany().HasForeignKey(token => new { token.UserId, token.SessionId }).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(token => new { token.UserId, token.Hash }).IsUnique();

        // Those that are over.
        builder.HasIndex(token => token.ExpiresAt);
        builder.Property(token => token.Hash).HasMaxLength(64);
        builder.Property(token => token.Name).HasMaxLength(100);
    }
}
