using Aimi.Data;
using Aimi.Hosting.Resources;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Graph;

/// <summary>What the graph knows that is of use at the beginning of a session.</summary>
public sealed class GraphReader(AimiDbContext database, TimeProvider time)
{
    /// <summary>Goals in focus are at most this many.</summary>
    public const int MaxFocusGoals = 5;

    /// <summary>A goal that is worth less has slipped the person's mind: with one mention, after about two months.</summary>
    private const double LeastFocus = 0.05;

    /// <summary>Edges of the focus goals that are looked at, the latest; what is older has faded.</summary>
    private const int MaxHops = 500;

    // By their words in the view.
    private static readonly string[] Over = [EventStatus.Completed.Word(), EventStatus.Cancelled.Word()];

    /// <summary>The active goals that the person is busy with, those that matter most first.</summary>
    public async Task<IReadOnlyList<GoalInFocus>> FocusGoals(Guid userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var spoken = await database.GoalStates.AsNoTracking()
            .Where(state => state.UserId == userId && state.LastMentionedAt != null)
            .Join(
                database.Goals.Where(goal => goal.Status == GoalStatus.Active),
                state => new { state.UserId, Id = state.GoalId },
                goal => new { goal.UserId, goal.Id },
                (state, goal) => new { State = state, goal.Title })
            .ToListAsync(cancellationToken);
        return
        [
            .. spoken.Select(goal => GoalInFocus.Of(goal.State, goal.Title, now))
                .Where(goal => goal.Weight >= LeastFocus)
                .OrderByDescending(goal => goal.Weight).ThenBy(goal => goal.GoalId)
                .Take(MaxFocusGoals),
        ];
    }

    /// <summary>
    /// What stands next to some goals: habits, events that are not over, people, places and topics, what is tied closest first. One query.
    /// </summary>
    /// <returns>Each neighbour once for each goal that it stands next to.</returns>
    public async Task<IReadOnlyList<Neighbour>> Neighbourhood(
        Guid userId, IReadOnlyCollection<Guid> goalIds, int limit, CancellationToken cancellationToken)
    {
        if (goalIds.Count == 0)
            return [];

        var now = time.GetUtcNow();
        var hops = await database.GraphHopsFrom(userId, goalIds)
            .Where(hop => hop.NearType == NodeType.Goal && hop.Node.Type != NodeType.Goal && hop.Node.Type != NodeType.Memory)
            .Where(hop => hop.Node.Type != NodeType.Event || !Over.Contains(hop.Node.Status))
            .OrderByDescending(hop => hop.LastSeenAt).Take(MaxHops)
            .AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. hops.Select(hop => Neighbour.Of(hop, now))
                .OrderByDescending(neighbour => neighbour.Weight).ThenByDescending(neighbour => neighbour.LastSeenAt).ThenBy(neighbour => neighbour.Id)
                .DistinctBy(neighbour => (neighbour.GoalId, neighbour.Type, neighbour.Id))
                .Take(limit),
        ];
    }
}

/// <summary>A goal that the person is busy with.</summary>
/// <param name="Weight">How much it matters now, 0 to 1.</param>
/// <param name="Momentum">Whether it gains or loses ground, -1 to 1.</param>
/// <param name="StatusNote">How it stands, as it was said last.</param>
public sealed record GoalInFocus(Guid GoalId, string Title, double Weight, double Momentum, DateTimeOffset LastMentionedAt, string? StatusNote)
{
    internal static GoalInFocus Of(GoalState state, string title, DateTimeOffset now)
    {
        var last = state.LastMentionedAt!.Value;
        return new GoalInFocus(state.GoalId, title, Decay.At(state.Weight, last, now), Decay.At(state.Momentum, last, now), last, state.StatusNote);
    }
}

/// <summary>Something next to a goal.</summary>
/// <param name="Status">Of a habit or an event.</param>
/// <param name="PersonsRelation">What a person or a place is to the one whose graph it is (<c>sister</c>).</param>
/// <param name="Relation">What ties it to the goal: <c>serves</c>, <c>mentioned_with</c>.</param>
/// <param name="Weight">How closely, now, 0 to 1.</param>
public sealed record Neighbour(
    Guid GoalId, NodeType Type, Guid Id, string Label, string? Status, string? PersonsRelation, string Relation, double Weight, DateTimeOffset LastSeenAt)
{
    internal static Neighbour Of(GraphHop hop, DateTimeOffset now) => new(
        hop.NearId, hop.Node.Type, hop.Node.Id, hop.Node.Label, hop.Node.Status, hop.Node.Relation, hop.Relation, hop.WeightAt(now), hop.LastSeenAt);
}
