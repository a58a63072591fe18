using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Graph;

/// <summary>What the graph knows that is of use at the beginning of a session.</summary>
public sealed class GraphReader(AimiDbContext database)
{
    /// <summary>Goals in focus are at most this many.</summary>
    public const int MaxFocusGoals = 5;

    /// <summary>A goal that is worth less has slipped the person's mind: with one mention, after about two months.</summary>
    private const double LeastFocus = 0.05;

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
