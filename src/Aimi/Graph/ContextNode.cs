using Aimi.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Graph;

/// <summary>A person, a place or a topic of someone's life, as their words show it. Goals, habits, events and memories have tables of their own.</summary>
public sealed class ContextNode
{
    public required Guid UserId { get; init; }
    public required Guid Id { get; init; }

    /// <summary><see cref="NodeType.Person"/>, <see cref="NodeType.Place"/> or <see cref="NodeType.Topic"/>.</summary>
    public required NodeType Type { get; init; }

    /// <summary>The same for all forms of the name.</summary>
    public required string Key { get; init; }

    /// <summary>As a reader should see it.</summary>
    public required string Label { get; set; }

    /// <summary>What it is to the person, in snake_case: <c>sister</c>, <c>works_at</c>, <c>lives_in</c>; null where they never said.</summary>
    public string? Relation { get; set; }

    /// <summary>How much it matters, 0 to 1, at the time of <see cref="LastMentionedAt"/>; it decays from then on.</summary>
    public double Weight { get; set; }

    /// <summary>In how many sessions it was spoken of.</summary>
    public int Mentions { get; set; }
    public required DateTimeOffset LastMentionedAt { get; set; }

    /// <summary>The messages that speak of it, the latest.</summary>
    public long[] EvidenceSeqs { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class ContextNodeConfiguration : IEntityTypeConfiguration<ContextNode>
{
    public void Configure(EntityTypeBuilder<ContextNode> builder)
    {
        builder.ToTable("context_nodes", table =>
        {
            table.HasCheckConstraint("ck_context_nodes_kind", "type IN ('person', 'place', 'topic')");
            table.HasCheckConstraint("ck_context_nodes_weight", "weight BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_context_nodes_mentions", "mentions >= 0");
        });
        builder.HasKey(node => new { node.UserId, node.Id });
        builder.HasOne<User>().WithMany().HasForeignKey(node => node.UserId).OnDelete(DeleteBehavior.Cascade);

        // One node a name.
        builder.HasIndex(node => new { node.UserId, node.Type, node.Key }).IsUnique();
        builder.Property(node => node.Key).HasMaxLength(200);
        builder.Property(node => node.Label).HasMaxLength(200);
        builder.Property(node => node.Relation).HasMaxLength(64);
    }
}
