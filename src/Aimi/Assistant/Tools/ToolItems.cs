using Aimi.Hosting.Resources;
using Aimi.Planning;
using Aimi.Reminders;

namespace Aimi.Assistant.Tools;

/// <summary>Rows as a model is shown them.</summary>
internal static class ToolItems
{
    public static string KindOf(PlannedEvent planned) => planned.Type is EventType.Task ? "task" : "event";

    public static ToolItem Of(PlannedEvent planned, string zone) => new(KindOf(planned), planned.Id, planned.Title)
    {
        Start = ToolTimes.Write(planned.StartAt, zone, planned.AllDay),
        End = ToolTimes.Write(LastDay(planned, planned.EndAt), zone, planned.AllDay),
        Due = ToolTimes.Write(planned.DueAt, zone, planned.AllDay),
        Repeat = planned.RepeatRule,
        Status = planned.Status.Word(),
        RemindMinutesBefore = planned.ReminderOffsets is { } own ? [.. own.Select(Minutes).OfType<int>()] : null,
        GoalId = planned.GoalId,
    };

    public static ToolItem Of(Occurrence occurrence, string zone) => !Series.Repeats(occurrence.Event) ? Of(occurrence.Event, zone) : Of(occurrence.Event, zone) with
    {
        Title = occurrence.Title,
        Start = ToolTimes.Write(occurrence.Start, zone, occurrence.Event.AllDay),
        End = ToolTimes.Write(LastDay(occurrence.Event, occurrence.End), zone, occurrence.Event.AllDay),
        Due = ToolTimes.Write(occurrence.Due, zone, occurrence.Event.AllDay),
        Status = occurrence.Status.Word(),
        Occurrence = ToolTimes.WriteOccurrence(occurrence.At),
    };

    public static ToolItem Of(Goal goal) => new("goal", goal.Id, goal.Title)
    {
        Due = ToolTimes.Write(goal.TargetDate),
        Status = goal.Status.Word(),
        Progress = Math.Round(goal.Progress, 2),
        GoalId = goal.ParentGoalId,
    };

    public static ToolItem Of(Habit habit) => new("habit", habit.Id, habit.Name)
    {
        Repeat = habit.TimesPerWeek is null ? habit.Frequency : null,
        TimesPerWeek = habit.TimesPerWeek,
        ReminderTimes = habit.ReminderTimes,
        Status = habit.Active ? "active" : "inactive",
        GoalId = habit.GoalId,
    };

    public static ToolItem Of(HabitReport report) => Of(report.Habit) with
    {
        Streak = report.Streaks.Current,
        BestStreak = report.Streaks.Best,
        CompletionRate = report.Streaks.CompletionRate is { } rate ? Math.Round(rate, 2) : null,
        DueToday = report.Streaks.DueToday,
        KeptToday = report.Streaks.CheckedInToday,
    };

    public static ToolItem Of(Reminder reminder, string zone) => new("reminder", reminder.Id, reminder.Payload.Title ?? "")
    {
        Start = ToolTimes.Write(reminder.TriggerAt, zone, isDay: false),
        Status = reminder.Status.Word(),
    };

    // What takes whole days ends with the midnight after the last.
    private static DateTimeOffset? LastDay(PlannedEvent planned, DateTimeOffset? end) => planned.AllDay ? end?.AddMinutes(-1) : end;

    // Those at an instant of their own are not before anything.
    private static int? Minutes(string offset) => Durations.TryParse(offset, out var before) ? (int)before.TotalMinutes : null;
}
