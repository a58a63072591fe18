using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Graph;

/// <summary>What a node of the graph is.</summary>
public enum NodeType
{
    Goal,
    Habit,
    Event,
    Memory,
    Person,
    Place,
    Topic,
}

/// <summary>An edge that the person's words drew between two of their things.</summary>
public sealed class ContextLink
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }
    public required NodeType FromType { get; init; }
    public required Guid FromId { get; init; }
    public required NodeType ToType { get; init; }
    public required Guid ToId { get; init; }

    /// <summary>A verb in snake_case, such as <c>supports</c> or <c>gets_in_the_way_of</c>.</summary>
    public required string Relation { get; init; }

    /// <summary>0 to 1, at the time of <see cref="LastSeenAt"/>; it decays from then on.</summary>
    public double Weight { get; set; }

    /// <summary>The messages that show it, the latest.</summary>
    public long[] EvidenceSeqs { get; set; } = [];
    public required DateTimeOffset LastSeenAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class ContextLinkConfiguration : IEntityTypeConfiguration<ContextLink>
{
    public void Configure(EntityTypeBuilder<ContextLink> builder)
    {
        builder.ToTable("context_links", table =>
        {
            table.HasCheckConstraint("ck_context_links_weight", "weight BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_context_links_ends", "from_type <> to_type OR from_id <> to_id");
        });
        builder.HasKey(link => new { link.UserId, link.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(link => link.UserId).OnDelete(DeleteBehavior.Cascade);

        // An edge is there once, and seen again; also reads the edges that leave a node. The other index reads those that reach it.
        builder.HasIndex(link => new { link.UserId, link.FromType, link.FromId, link.ToType, link.ToId, link.Relation })
            .IsUnique().HasDatabaseName("ix_context_links_from");
        builder.HasIndex(link => new { link.UserId, link.ToType, link.ToId }).HasDatabaseName("ix_context_links_to");
        builder.Property(link => link.Relation).HasMaxLength(64);
    }
}
