using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Memory;

/// <summary>
/// What a person told Aimi to forget: it is not learned again from what was said before <see cref="CreatedAt"/>. Holds no content, only hashes. Rows are added and never
/// changed.
/// </summary>
public sealed class MemoryTombstone
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary><see cref="ContentHashes.Of"/> of the content.</summary>
    public required string ContentHash { get; init; }

    /// <summary><see cref="ContentHashes.Of"/> of the subject, where everything of it is forgotten, not only that content.</summary>
    public string? SubjectHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class MemoryTombstoneConfiguration : IEntityTypeConfiguration<MemoryTombstone>
{
    public void Configure(EntityTypeBuilder<MemoryTombstone> builder)
    {
        builder.ToTable("memory_tombstones", table => table.HasCheckConstraint("ck_memory_tombstones_content_hash", "length(content_hash) = 64"));
        builder.HasKey(tombstone => new { tombstone.UserId, tombstone.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(tombstone => tombstone.UserId).OnDelete(DeleteBehavior.Cascade);

        // Asked before a memory is learned.
        builder.HasIndex(tombstone => new { tombstone.UserId, tombstone.ContentHash });
        builder.Property(tombstone => tombstone.ContentHash).HasMaxLength(64);
        builder.Property(tombstone => tombstone.SubjectHash).HasMaxLength(64);
    }
}
