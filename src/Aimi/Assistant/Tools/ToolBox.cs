using Microsoft.Extensions.AI;

namespace Aimi.Assistant.Tools;

/// <summary>Tools that belong together.</summary>
internal interface ITools
{
    IEnumerable<AIFunction> All { get; }
}

/// <summary>All that a model can call. Made once: what a call is about comes from the turn.</summary>
public sealed class ToolBox
{
    public ToolBox(TimeProvider time) =>
        All =
        [
            .. new ITools[] { new EventTools(time), new PlanTools(time), new FindTools(time), new GoalTools(time), new HabitTools(time), new ReminderTools(time), new PendingTools(time), new MemoryTools(time), new ProfileTools(time) }
                .SelectMany(tools => tools.All),
        ];

    public IReadOnlyList<AITool> All { get; }
}

/// <summary>Why a tool refused, for who has to say it to a person in words of their own.</summary>
public static class ToolCodes
{
    public const string TimePassed = "time_passed";
    public const string WhichOne = "which_one";
    public const string NothingPending = "nothing_pending";
}

/// <summary>What can wait for a person's yes.</summary>
public static class PendingTypes
{
    public const string ConfirmEvent = "confirm_event";
    public const string CancelEvent = "cancel_event";
    public const string ArchiveGoal = "archive_goal";
    public const string StopHabit = "stop_habit";
}
