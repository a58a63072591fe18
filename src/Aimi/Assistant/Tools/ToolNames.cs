namespace Aimi.Assistant.Tools;

/// <summary>What the tools are called; stable, for models have them in their prompts.</summary>
public static class ToolNames
{
    public const string Find = "find_plans";
    public const string Agenda = "agenda";
    public const string CreateEvent = "create_event";
    public const string CreateTask = "create_task";
    public const string ChangePlan = "change_plan";
    public const string Complete = "complete_plan";
    public const string Postpone = "postpone_plan";
    public const string Cancel = "cancel_plan";
    public const string Restore = "restore_plan";
    public const string CreateGoal = "create_goal";
    public const string ChangeGoal = "change_goal";
    public const string CreateHabit = "create_habit";
    public const string ChangeHabit = "change_habit";
    public const string CheckIn = "check_in_habit";
    public const string ListReminders = "list_reminders";
    public const string Snooze = "snooze_reminder";
    public const string Dismiss = "dismiss_reminder";
    public const string Confirm = "confirm_pending";
    public const string Reject = "reject_pending";
    public const string Remember = "remember";
    public const string Correct = "correct_memory";
    public const string Forget = "forget";
    public const string Search = "search_memory";
    public const string SetProfile = "set_profile";
}
