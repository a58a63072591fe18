using Aimi.Data;

namespace Aimi.Graph;

/// <summary>An edge, seen from one of its ends, and the node at the other.</summary>
internal sealed class GraphHop
{
    public NodeType NearType { get; init; }

    public Guid NearId { get; init; }

    public required GraphNode Node { get; init; }

    public required string Relation { get; init; }

    public double Weight { get; init; }

    public DateTimeOffset LastSeenAt { get; init; }

    /// <inheritdoc cref="GraphEdge.WeightAt"/>
    public double WeightAt(DateTimeOffset now) => Relations.Fades(Relation) ? Decay.At(Weight, LastSeenAt, now) : Weight;
}

internal static class GraphHops
{
    /// <summary>All that is one edge away from some nodes, along edges of either direction. An edge that ends at what is gone leads nowhere.</summary>
    public static IQueryable<GraphHop> GraphHopsFrom(this AimiDbContext database, Guid userId, IReadOnlyCollection<Guid> ids)
    {
        var edges = database.GraphEdges.Where(edge => edge.UserId == userId);
        var forth = edges.Where(edge => ids.Contains(edge.FromId))
            .Select(edge => new { NearType = edge.FromType, NearId = edge.FromId, FarType = edge.ToType, FarId = edge.ToId, edge.Relation, edge.Weight, edge.LastSeenAt });
        var back = edges.Where(edge => ids.Contains(edge.ToId))
            .Select(edge => new { NearType = edge.ToType, NearId = edge.ToId, FarType = edge.FromType, FarId = edge.FromId, edge.Relation, edge.Weight, edge.LastSeenAt });
        return forth.Concat(back).Join(
            database.GraphNodes.Where(node => node.UserId == userId),
            edge => new { Type = edge.FarType, Id = edge.FarId },
            node => new { node.Type, node.Id },
            (edge, node) => new GraphHop
            {
                NearType = edge.NearType,
                NearId = edge.NearId,
                Node = node,
                Relation = edge.Relation,
                Weight = edge.Weight,
                LastSeenAt = edge.LastSeenAt,
            });
    }
}
