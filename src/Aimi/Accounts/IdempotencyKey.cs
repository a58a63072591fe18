using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Accounts;

/// <summary>A request that was carried out under a key that the client chose, with its answer: the same request again is answered the same, and does nothing.</summary>
public sealed class IdempotencyKey
{
    public required Guid UserId { get; init; }

    /// <summary>The header's value.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body, in hex: the same key with another request is a conflict.</summary>
    public required string RequestHash { get; init; }

    /// <summary>The answer's status; 0 while the request is carried out, which only its own transaction sees.</summary>
    public int Status { get; set; }
    public string? Location { get; set; }
    public string? ETag { get; set; }
    public string? Body { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(key => new { key.UserId, key.Key });
        builder.HasOne<User>().WithMany().HasForeignKey(key => key.UserId).OnDelete(DeleteBehavior.Cascade);

        // Those that are old enough to be forgotten.
        builder.HasIndex(key => key.CreatedAt);
        builder.Property(key => key.Key).HasMaxLength(255);
        builder.Property(key => key.RequestHash).HasMaxLength(64);
        builder.Property(key => key.ETag).HasColumnName("etag").HasMaxLength(100);
    }
}
