using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Accounts;
using Aimi.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Aimi.Graph;

/// <summary>The graph over HTTP.</summary>
public static class GraphEndpoints
{
    public static IEndpointRouteBuilder MapGraph(this IEndpointRouteBuilder app)
    {
        app.MapGet("/graph", Read).RequireAuthorization().WithTags("Graph").WithName("getGraph")
            .WithSummary("Goals, habits, events, facts, people, places and topics of the person's life, and what ties them.")
            .WithDescription("""
                Weights are as of now: what is not spoken of fades by half in 30 days. Without a center, the nodes that weigh most; with one, what is fewest steps away, then what is tied closest.
                """)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(404).ProducesProblem(503);
        return app;
    }

    private static async Task<Results<Ok<GraphResponse>, ProblemHttpResult>> Read(
        CurrentUser user,
        GraphExcerpts excerpts,
        CancellationToken cancellationToken,
        [Description("Types of nodes, repeated or with commas: `goal`, `habit`, `event`, `memory`, `person`, `place`, `topic`; absent for all. A walk passes only through these.")]
        string[]? type = null,
        [Description("The node to walk from, `type:id`.")] string? center = null,
        [Description("How many edges to walk from the center, 1 to 3; absent for 1."), Range(1, GraphQuery.MaxDepth)] int? depth = null,
        [FromQuery(Name = "min_weight"), Description("0 to 1. Edges that are worth less, and nodes that have a weight and are, are left out."), Range(0.0, 1.0)]
        double? minWeight = null,
        [Description("Nodes, 1 to 500."), Range(1, GraphQuery.MaxLimit)] int limit = GraphQuery.DefaultLimit)
    {
        if (GraphQuery.Read(type, center, depth, minWeight, limit, out var query) is { } refusal)
            return refusal;

        return await excerpts.Read(user.Id, query, cancellationToken) is { } excerpt ? TypedResults.Ok(GraphResponse.Of(excerpt)) : Problems.Of(404);
    }
}

/// <summary>A part of the graph.</summary>
/// <param name="Edges">Those of which both ends are among the nodes.</param>
/// <param name="Truncated">There are more nodes than the limit.</param>
public sealed record GraphResponse(IReadOnlyList<GraphNodeResponse> Nodes, IReadOnlyList<GraphEdgeResponse> Edges, bool Truncated)
{
    internal static GraphResponse Of(GraphExcerpt excerpt) => new(
        [.. excerpt.Nodes.Select(node => GraphNodeResponse.Of(node, excerpt.At))],
        [.. excerpt.Edges.Select(edge => GraphEdgeResponse.Of(edge, excerpt.At))],
        excerpt.Truncated);
}

/// <summary>A thing of the person's life.</summary>
/// <param name="Status">Of a goal, a habit or an event.</param>
/// <param name="Relation">What a person, a place or a topic is to the person, such as `sister`; absent where that was never said.</param>
/// <param name="Weight">How much it matters now, 0 to 1; of a memory, how important it is. Absent where it was never spoken of.</param>
/// <param name="Momentum">Whether a goal or a habit gains or loses ground, -1 to 1.</param>
public sealed record GraphNodeResponse(
    NodeType Type, Guid Id, string Label, string? Status, string? Relation, double? Weight, double? Momentum, DateTimeOffset? LastMentionedAt)
{
    internal static GraphNodeResponse Of(GraphNode node, DateTimeOffset now) => new(
        node.Type, node.Id, node.Label, node.Status, node.Relation, Round(node.WeightAt(now)), Round(node.MomentumAt(now)), node.LastMentionedAt);

    private static double? Round(double? value) => value is { } exact ? Math.Round(exact, 4) : null;
}

/// <summary>What ties two things.</summary>
/// <param name="Relation">`part_of` and `serves` are by the plans; `mentioned_with`, which has no direction, by what was said.</param>
/// <param name="Weight">How closely, now, 0 to 1.</param>
/// <param name="Seqs">The messages that show it, the latest; absent for what is by the plans.</param>
public sealed record GraphEdgeResponse(
    NodeType FromType, Guid FromId, NodeType ToType, Guid ToId, string Relation, double Weight, DateTimeOffset LastSeenAt, IReadOnlyList<long>? Seqs)
{
    internal static GraphEdgeResponse Of(GraphEdge edge, DateTimeOffset now) => new(
        edge.FromType, edge.FromId, edge.ToType, edge.ToId, edge.Relation, Math.Round(edge.WeightAt(now), 4), edge.LastSeenAt, edge.EvidenceSeqs);
}
