namespace Aimi.Planning;

/// <summary>
/// What a goal's progress is counted from: its goals that are not archived, its tasks that are done or open (a repeating one is never done, and
/// does not count), its active habits over the last thirty days.
/// </summary>
/// <param name="GoalsProgress">The sum over the goals, each 0 to 1.</param>
/// <param name="HabitsKept">The sum over the habits of the share that was kept, each 0 to 1.</param>
public sealed record GoalParts(int Goals, double GoalsProgress, int Tasks, int TasksDone, int Habits, double HabitsKept)
{
    public static readonly GoalParts None = new(0, 0, 0, 0, 0, 0);

    /// <summary>Each part weighs the same; null where there is none.</summary>
    public double? Progress => Goals + Tasks + Habits is > 0 and var parts ? Math.Round((GoalsProgress + TasksDone + HabitsKept) / parts, 4) : null;
}
