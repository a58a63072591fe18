using Aimi.Hosting;
using Aimi.Hosting.Resources;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Aimi.Graph;

/// <summary>What part of the graph is asked for.</summary>
/// <param name="Types">The types of nodes; all where there are none.</param>
/// <param name="Center">The node to walk from; null for the whole graph.</param>
/// <param name="Depth">How many edges to walk.</param>
/// <param name="MinWeight">Edges that are worth less now, and nodes that have a weight and are, are left out.</param>
/// <param name="Limit">Nodes.</param>
internal sealed record GraphQuery(IReadOnlySet<NodeType> Types, (NodeType Type, Guid Id)? Center, int Depth, double MinWeight, int Limit)
{
    public const int MaxDepth = 3;
    public const int MaxLimit = 500;
    public const int DefaultLimit = 100;

    public bool Wants(NodeType type) => Types.Count == 0 || Types.Contains(type);

    /// <summary>Reads the parameters of a request.</summary>
    /// <returns>What is wrong with them; null where nothing is.</returns>
    public static ProblemHttpResult? Read(
        IReadOnlyList<string>? types, string? center, int? depth, double? minWeight, int limit, out GraphQuery query)
    {
        query = new GraphQuery(new HashSet<NodeType>(), null, depth ?? 1, minWeight ?? 0, limit);
        var wanted = new HashSet<NodeType>();
        foreach (var word in (types ?? []).SelectMany(list => list.Split(',')))
        {
            if (!EnumWords.TryRead<NodeType>(word, out var type))
                return Problems.Invalid("type", EnumWords.Choice<NodeType>());
            wanted.Add(type);
        }

        if (limit is < 1 or > MaxLimit)
            return Problems.Invalid("limit", $"A number from 1 to {MaxLimit}.");
        if (!(query.MinWeight is >= 0 and <= 1))
            return Problems.Invalid("min_weight", "A number from 0 to 1.");
        if (query.Depth is < 1 or > MaxDepth)
            return Problems.Invalid("depth", $"A number from 1 to {MaxDepth}.");
        if (depth is not null && center is null)
            return Problems.Invalid("depth", "It counts from a center.");
        if (center is not null && ReadCenter(center) is null)
            return Problems.Invalid("center", "The type and the id of a node, such as goal:00000000-0000-7000-8000-000000000000.");

        query = query with { Types = wanted, Center = center is null ? null : ReadCenter(center) };
        return null;
    }

    private static (NodeType, Guid)? ReadCenter(string center) =>
        center.Split(':') is [var word, var id] && EnumWords.TryRead<NodeType>(word, out var type) && Guid.TryParseExact(id, "D", out var read) ? (type, read) : null;
}
