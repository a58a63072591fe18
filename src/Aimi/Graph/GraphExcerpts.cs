using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Graph;

/// <summary>Cuts parts out of a person's graph, to be looked at.</summary>
internal sealed class GraphExcerpts(AimiDbContext database, TimeProvider time)
{
    /// <summary>Edges of one step of a walk that are looked at, the strongest.</summary>
    private const int MaxHops = 5000;

    private static readonly NodeType[] Steady = [NodeType.Event, NodeType.Memory];

    /// <summary>The part that is asked for; null where its center is no node of this person.</summary>
    public async Task<GraphExcerpt?> Read(Guid userId, GraphQuery query, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var nodes = query.Center is { } center
            ? await Around(userId, center, query, now, cancellationToken)
            : await Heaviest(userId, query, now, cancellationToken);
        if (nodes is null)
            return null;

        var shown = nodes.Take(query.Limit).ToDictionary(node => (node.Type, node.Id));
        var ids = shown.Values.Select(node => node.Id).ToList();
        var edges = await database.GraphEdges.AsNoTracking()
            .Where(edge => edge.UserId == userId && ids.Contains(edge.FromId) && ids.Contains(edge.ToId))
            .ToListAsync(cancellationToken);
        return new GraphExcerpt(
            now,
            [.. shown.Values],
            [.. edges.Where(edge => shown.ContainsKey((edge.FromType, edge.FromId)) && shown.ContainsKey((edge.ToType, edge.ToId)))
                .Where(edge => edge.WeightAt(now) >= query.MinWeight)
                .OrderByDescending(edge => edge.WeightAt(now)).ThenByDescending(edge => edge.LastSeenAt).ThenBy(edge => edge.FromId).ThenBy(edge => edge.ToId)],
            Truncated: nodes.Count > query.Limit);
    }

    /// <summary>The nodes that weigh most, at most one more than is asked for: it tells that there are more.</summary>
    private async Task<IReadOnlyList<GraphNode>> Heaviest(Guid userId, GraphQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mine = database.GraphNodes.AsNoTracking().Where(node => node.UserId == userId);
        if (query.Types.Count > 0)
        {
            var types = query.Types.ToArray();
            mine = mine.Where(node => types.Contains(node.Type));
        }

        // Goals, habits, people, places and topics are few, by their bounds, and which weighs most changes with time. Of events and memories there may be
        // very many, and their order stands.
        var fading = await mine.Where(node => !Steady.Contains(node.Type)).ToListAsync(cancellationToken);
        var steady = await mine.Where(node => Steady.Contains(node.Type) && (node.Weight == null || node.Weight >= query.MinWeight))
            .OrderByDescending(node => node.Weight ?? 0).ThenByDescending(node => node.Id).Take(query.Limit + 1)
            .ToListAsync(cancellationToken);
        return
        [
            .. fading.Concat(steady)
                .Where(node => Weighs(node, query, now))
                .OrderByDescending(node => node.WeightAt(now) ?? 0).ThenByDescending(node => node.Id)
                .Take(query.Limit + 1),
        ];
    }

    /// <summary>The center and what is near it: what is fewer steps away first, then what is tied closer. At most one node more than is asked for.</summary>
    private async Task<IReadOnlyList<GraphNode>?> Around(
        Guid userId, (NodeType Type, Guid Id) center, GraphQuery query, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var middle = await database.GraphNodes.AsNoTracking()
            .SingleOrDefaultAsync(node => node.UserId == userId && node.Type == center.Type && node.Id == center.Id, cancellationToken);
        if (middle is null)
            return null;

        var found = new List<GraphNode> { middle };
        var seen = new HashSet<(NodeType, Guid)> { center };
        var frontier = new HashSet<(NodeType Type, Guid Id)> { center };
        for (var step = 0; step < query.Depth && frontier.Count > 0 && found.Count <= query.Limit; step++)
        {
            var ids = frontier.Select(node => node.Id).ToList();
            var hops = await database.GraphHopsFrom(userId, ids).AsNoTracking()
                .OrderByDescending(hop => hop.Weight).ThenByDescending(hop => hop.LastSeenAt).Take(MaxHops)
                .ToListAsync(cancellationToken);
            var next = hops
                .Where(hop => frontier.Contains((hop.NearType, hop.NearId)) && query.Wants(hop.Node.Type))
                .Where(hop => hop.WeightAt(now) >= query.MinWeight && Weighs(hop.Node, query, now))
                .OrderByDescending(hop => hop.WeightAt(now)).ThenByDescending(hop => hop.LastSeenAt).ThenBy(hop => hop.Node.Id)
                .Select(hop => hop.Node)
                .Where(node => seen.Add((node.Type, node.Id)))
                .Take(query.Limit + 1 - found.Count)
                .ToList();
            found.AddRange(next);
            frontier = [.. next.Select(node => (node.Type, node.Id))];
        }

        return found;
    }

    private static bool Weighs(GraphNode node, GraphQuery query, DateTimeOffset now) => node.WeightAt(now) is not { } weight || weight >= query.MinWeight;
}

/// <summary>A part of the graph.</summary>
/// <param name="At">The weights count as of then.</param>
/// <param name="Edges">Both ends of each are among the nodes.</param>
/// <param name="Truncated">There are more nodes than were asked for.</param>
internal sealed record GraphExcerpt(DateTimeOffset At, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated);
