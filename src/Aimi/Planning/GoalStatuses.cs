namespace Aimi.Planning;

/// <summary>The life of a goal.</summary>
public static class GoalStatuses
{
    /// <summary>
    /// Whether a goal in this status may be given that one. What is pursued or paused is reached or put away; what was reached can be put away;
    /// all of it can be taken up again.
    /// </summary>
    public static bool MayBecome(this GoalStatus from, GoalStatus to) => (from, to) switch
    {
        (GoalStatus.Active, GoalStatus.Paused or GoalStatus.Completed or GoalStatus.Archived) => true,
        (GoalStatus.Paused, GoalStatus.Active or GoalStatus.Completed or GoalStatus.Archived) => true,
        (GoalStatus.Completed, GoalStatus.Active or GoalStatus.Archived) => true,
        (GoalStatus.Archived, GoalStatus.Active) => true,
        _ => false,
    };
}
