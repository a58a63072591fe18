using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Aimi.Graph;

/// <summary>A row of the view <c>graph_nodes</c>: everything of a person that can be linked.</summary>
public sealed class GraphNode
{
    public Guid UserId { get; private init; }
    public NodeType Type { get; private init; }
    public Guid Id { get; private init; }
    public string Label { get; private init; } = "";
    public string? Status { get; private init; }

    /// <inheritdoc cref="ContextNode.Relation"/>
    public string? Relation { get; private init; }
    public double? Weight { get; private init; }
    public double? Momentum { get; private init; }
    public DateTimeOffset? LastMentionedAt { get; private init; }

    /// <summary>What its weight is worth now. How important a memory is does not fade.</summary>
    public double? WeightAt(DateTimeOffset now) => Type is NodeType.Memory ? Weight : Faded(Weight, now);

    public double? MomentumAt(DateTimeOffset now) => Faded(Momentum, now);

    private double? Faded(double? value, DateTimeOffset now) => value is { } was && LastMentionedAt is { } since ? Decay.At(was, since, now) : value;
}

/// <summary>A row of the view <c>graph_edges</c>: what was planned together, and what was said together.</summary>
public sealed class GraphEdge
{
    public Guid UserId { get; private init; }
    public NodeType FromType { get; private init; }
    public Guid FromId { get; private init; }
    public NodeType ToType { get; private init; }
    public Guid ToId { get; private init; }
    public string Relation { get; private init; } = "";
    public double Weight { get; private init; }
    public DateTimeOffset LastSeenAt { get; private init; }

    /// <summary>The messages that show it; null for what was planned together.</summary>
    public long[]? EvidenceSeqs { get; private init; }

    /// <summary>What its weight is worth now.</summary>
    public double WeightAt(DateTimeOffset now) => Relations.Fades(Relation) ? Decay.At(Weight, LastSeenAt, now) : Weight;
}

/// <summary>
/// The SQL of the two views as the first migrations make them; it is the same on both databases. A change is a new constant and a new migration:
/// what a migration once did stays as it was.
/// </summary>
internal static class GraphViews
{
    public const string CreateNodes =
        """
        CREATE VIEW graph_nodes AS
        SELECT g.user_id, 'goal' AS type, g.id, g.title AS label, g.status, s.weight, s.momentum, s.last_mentioned_at
        FROM goals g LEFT JOIN goal_state s ON s.user_id = g.user_id AND s.goal_id = g.id
        UNION ALL
        SELECT h.user_id, 'habit', h.id, h.name, CASE WHEN h.active THEN 'active' ELSE 'paused' END, s.weight, s.momentum, s.last_mentioned_at
        FROM habits h LEFT JOIN habit_state s ON s.user_id = h.user_id AND s.habit_id = h.id
        UNION ALL
        SELECT e.user_id, 'event', e.id, e.title, e.status, NULL, NULL, NULL
        FROM events e
        UNION ALL
        SELECT m.user_id, 'memory', m.id, m.content, NULL, m.importance, NULL, NULL
        FROM memory_vectors m WHERE m.is_active;
        """;

    /// <summary>As above, and people, places and topics.</summary>
    public const string CreateNodesWithContext =
        """
        CREATE VIEW graph_nodes AS
        SELECT g.user_id, 'goal' AS type, g.id, g.title AS label, g.status, s.weight, s.momentum, s.last_mentioned_at
        FROM goals g LEFT JOIN goal_state s ON s.user_id = g.user_id AND s.goal_id = g.id
        UNION ALL
        SELECT h.user_id, 'habit', h.id, h.name, CASE WHEN h.active THEN 'active' ELSE 'paused' END, s.weight, s.momentum, s.last_mentioned_at
        FROM habits h LEFT JOIN habit_state s ON s.user_id = h.user_id AND s.habit_id = h.id
        UNION ALL
        SELECT e.user_id, 'event', e.id, e.title, e.status, NULL, NULL, NULL
        FROM events e
        UNION ALL
        SELECT c.user_id, c.type, c.id, c.label, NULL, c.weight, NULL, c.last_mentioned_at
        FROM context_nodes c
        UNION ALL
        SELECT m.user_id, 'memory', m.id, m.content, NULL, m.importance, NULL, m.last_seen_at
        FROM memory_vectors m WHERE m.is_active AND m.entity_type = 'fact';
        """;

    /// <summary>As above, and what a person, a place or a topic is to the person.</summary>
    public const string CreateNodesWithRelation =
        """
        CREATE VIEW graph_nodes AS
        SELECT g.user_id, 'goal' AS type, g.id, g.title AS label, g.status, NULL AS relation, s.weight, s.momentum, s.last_mentioned_at
        FROM goals g LEFT JOIN goal_state s ON s.user_id = g.user_id AND s.goal_id = g.id
        UNION ALL
        SELECT h.user_id, 'habit', h.id, h.name, CASE WHEN h.active THEN 'active' ELSE 'paused' END, NULL, s.weight, s.momentum, s.last_mentioned_at
        FROM habits h LEFT JOIN habit_state s ON s.user_id = h.user_id AND s.habit_id = h.id
        UNION ALL
        SELECT e.user_id, 'event', e.id, e.title, e.status, NULL, NULL, NULL, NULL
        FROM events e
        UNION ALL
        SELECT c.user_id, c.type, c.id, c.label, NULL, c.relation, c.weight, NULL, c.last_mentioned_at
        FROM context_nodes c
        UNION ALL
        SELECT m.user_id, 'memory', m.id, m.content, NULL, NULL, m.importance, NULL, m.last_seen_at
        FROM memory_vectors m WHERE m.is_active AND m.entity_type = 'fact';
        """;

    public const string CreateEdges =
        """
        CREATE VIEW graph_edges AS
        SELECT l.user_id, l.from_type, l.from_id, l.to_type, l.to_id, l.relation, l.weight, l.last_seen_at
        FROM context_links l
        UNION ALL
        SELECT g.user_id, 'goal', g.id, 'goal', g.parent_goal_id, 'part_of', 1.0, g.updated_at
        FROM goals g WHERE g.parent_goal_id IS NOT NULL
        UNION ALL
        SELECT h.user_id, 'habit', h.id, 'goal', h.goal_id, 'serves', 1.0, h.updated_at
        FROM habits h WHERE h.goal_id IS NOT NULL
        UNION ALL
        SELECT e.user_id, 'event', e.id, 'goal', e.goal_id, 'serves', 1.0, e.updated_at
        FROM events e WHERE e.goal_id IS NOT NULL;
        """;

    /// <summary>As above, and the messages that show what was said together.</summary>
    public const string CreateEdgesWithEvidence =
        """
        CREATE VIEW graph_edges AS
        SELECT l.user_id, l.from_type, l.from_id, l.to_type, l.to_id, l.relation, l.weight, l.last_seen_at, l.evidence_seqs
        FROM context_links l
        UNION ALL
        SELECT g.user_id, 'goal', g.id, 'goal', g.parent_goal_id, 'part_of', 1.0, g.updated_at, NULL
        FROM goals g WHERE g.parent_goal_id IS NOT NULL
        UNION ALL
        SELECT h.user_id, 'habit', h.id, 'goal', h.goal_id, 'serves', 1.0, h.updated_at, NULL
        FROM habits h WHERE h.goal_id IS NOT NULL
        UNION ALL
        SELECT e.user_id, 'event', e.id, 'goal', e.goal_id, 'serves', 1.0, e.updated_at, NULL
        FROM events e WHERE e.goal_id IS NOT NULL;
        """;

    public const string Drop = "DROP VIEW graph_edges; DROP VIEW graph_nodes;";
}

internal sealed class GraphNodeConfiguration : IEntityTypeConfiguration<GraphNode>
{
    public void Configure(EntityTypeBuilder<GraphNode> builder) => builder.HasNoKey().ToView("graph_nodes");
}

internal sealed class GraphEdgeConfiguration : IEntityTypeConfiguration<GraphEdge>
{
    public void Configure(EntityTypeBuilder<GraphEdge> builder) => builder.HasNoKey().ToView("graph_edges");
}
