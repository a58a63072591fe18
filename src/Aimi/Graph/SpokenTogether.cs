namespace Aimi.Graph;

/// <summary>A node that a session spoke of.</summary>
/// <param name="Seqs">Ascending, each once.</param>
internal sealed record SpokenNode(NodeType Type, Guid Id, IReadOnlyList<long> Seqs)
{
    public bool IsThing => Type is NodeType.Goal or NodeType.Habit;
}

/// <summary>Two nodes that were spoken of together.</summary>
/// <param name="Gain">What it adds to the weight of their link.</param>
/// <param name="Seqs">The messages that show it.</param>
internal sealed record SpokenPair(SpokenNode From, SpokenNode To, double Gain, IReadOnlyList<long> Seqs);

/// <summary>
/// What one session links. Things in the same message belong together; things of the same session do only where one of them is a goal or a habit, and less:
/// two people of whom one session spoke an hour apart have nothing to do with each other.
/// </summary>
internal static class SpokenTogether
{
    /// <summary>The nodes of a session that are linked, those that were spoken of most: all with all would be as many as their square.</summary>
    private const int MaxNodes = 30;

    private const double SameMessage = 0.3;
    private const double SameSession = 0.1;

    public static List<SpokenPair> Pairs(IEnumerable<SpokenNode> nodes)
    {
        // A link has no direction: the order of the ends is always the same, so that it is there once.
        var ends = nodes.OrderByDescending(node => node.Seqs.Count).Take(MaxNodes).OrderBy(node => node.Type).ThenBy(node => node.Id).ToList();
        var pairs = new List<SpokenPair>();
        for (var i = 0; i < ends.Count; i++)
        {
            for (var j = i + 1; j < ends.Count; j++)
            {
                if (Pair(ends[i], ends[j]) is { } pair)
                    pairs.Add(pair);
            }
        }

        return pairs;
    }

    private static SpokenPair? Pair(SpokenNode from, SpokenNode to)
    {
        var together = from.Seqs.Intersect(to.Seqs).ToList();
        return together.Count > 0 ? new SpokenPair(from, to, Decay.Gain(SameMessage, together.Count), together)
            : from.IsThing || to.IsThing ? new SpokenPair(from, to, SameSession, [.. from.Seqs.Union(to.Seqs)])
            : null;
    }
}
