namespace Aimi.Graph;

/// <summary>Something next to a goal: a habit, an event that is not over, a person, a place, a topic.</summary>
/// <param name="Status">Of a habit or an event.</param>
/// <param name="PersonsRelation">What a person or a place is to the one whose graph it is (<c>sister</c>).</param>
/// <param name="Relation">What ties it to the goal: <c>serves</c>, <c>mentioned_with</c>.</param>
/// <param name="Weight">How closely, 0 to 1.</param>
/// <param name="Seqs">The messages that show it; none for what was planned.</param>
public sealed record Neighbour(
    Guid GoalId,
    NodeType Type,
    Guid Id,
    string Label,
    string? Status,
    string? PersonsRelation,
    string Relation,
    double Weight,
    DateTimeOffset LastSeenAt,
    IReadOnlyList<long> Seqs)
{
    /// <summary>Of rows as they are stored, those next to these goals, by what they are worth now: what is tied closest first, each once for each goal that it stands next to.</summary>
    public static IReadOnlyList<Neighbour> Closest(IEnumerable<Neighbour> stored, IReadOnlyCollection<Guid> goals, DateTimeOffset now, int limit) =>
    [
        .. stored.Where(neighbour => goals.Contains(neighbour.GoalId))
            .Select(neighbour => Relations.Fades(neighbour.Relation) ? neighbour with { Weight = Decay.At(neighbour.Weight, neighbour.LastSeenAt, now) } : neighbour)
            .OrderByDescending(neighbour => neighbour.Weight).ThenByDescending(neighbour => neighbour.LastSeenAt).ThenBy(neighbour => neighbour.Id)
            .DistinctBy(neighbour => (neighbour.GoalId, neighbour.Type, neighbour.Id))
            .Take(limit),
    ];
}
