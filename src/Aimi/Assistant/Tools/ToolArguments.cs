using System.ComponentModel;
using Aimi.Planning;

namespace Aimi.Assistant.Tools;

// What a model gives its tools. The descriptions stand in the schemas that it sees.

public sealed record FindArguments
{
    [Description("Words of what is looked for, in any form; absent: everything.")]
    public string? Query { get; init; }

    [Description("event, task, goal or habit; absent: all of them.")]
    public string? Kind { get; init; }

    [Description("Only what is from this day on, yyyy-MM-dd. Series are given by their occurrences then.")]
    public string? From { get; init; }

    [Description("Only what is until this day, itself included, yyyy-MM-dd.")]
    public string? To { get; init; }

    [Description("True: also what is done, cancelled or archived.")]
    public bool IncludeClosed { get; init; }
}

public sealed record AgendaArguments
{
    [Description("The first day, yyyy-MM-dd.")]
    public required string From { get; init; }

    [Description("The last day, yyyy-MM-dd; absent: one day.")]
    public string? To { get; init; }
}

public sealed record CreateEventArguments
{
    [Description("What it is, as on a list, in the person's language: \"Dentist\".")]
    public required string Title { get; init; }

    [Description("The person's wall clock, yyyy-MM-ddTHH:mm; with all_day the day, yyyy-MM-dd.")]
    public required string Start { get; init; }

    [Description("As start; with all_day the last day.")]
    public string? End { get; init; }
    public bool AllDay { get; init; }

    [Description("RFC 5545 RRULE, such as FREQ=WEEKLY;BYDAY=MO,WE.")]
    public string? RepeatRule { get; init; }

    [Description("Minutes before the start at which to remind; 0 is the moment itself. Absent: as the person has it by default.")]
    public IReadOnlyList<int>? RemindMinutesBefore { get; init; }
    public string? Description { get; init; }
    public Guid? GoalId { get; init; }

    [Description("True where the person did not say it clearly: it waits for their yes, and you have to ask for it.")]
    public bool Tentative { get; init; }
}

public sealed record CreateTaskArguments
{
    [Description("What is to be done, as on a list: \"Pay the rent\".")]
    public required string Title { get; init; }

    [Description("When it has to be done, yyyy-MM-ddTHH:mm, or the day, yyyy-MM-dd; absent: some time.")]
    public string? Due { get; init; }

    [Description("RFC 5545 RRULE; needs due.")]
    public string? RepeatRule { get; init; }

    [Description("The rule counts from when it was last done.")]
    public bool RepeatAfterCompletion { get; init; }

    [Description("1 (least) to 5; 3 by default.")]
    public int? Priority { get; init; }

    [Description("Minutes before it is due at which to remind; 0 is the moment itself. Absent: by default.")]
    public IReadOnlyList<int>? RemindMinutesBefore { get; init; }
    public string? Description { get; init; }
    public Guid? GoalId { get; init; }

    [Description("True where the person did not say it clearly: it waits for their yes, and you have to ask for it.")]
    public bool Tentative { get; init; }
}

/// <summary>An event or a task, or one occurrence of a series.</summary>
public abstract record PlanTargetArguments
{
    [Description("The id of the event or task.")]
    public required Guid Id { get; init; }

    [Description("Of a series: which one, as find_plans or agenda gave it.")]
    public string? Occurrence { get; init; }

    [Description("Of a series: this (the occurrence), this_and_later, or all.")]
    public SeriesScope? Scope { get; init; }
}

public sealed record ChangePlanArguments : PlanTargetArguments
{
    public string? Title { get; init; }
    public string? Description { get; init; }

    [Description("A new start, yyyy-MM-ddTHH:mm or a day; the end moves along.")]
    public string? Start { get; init; }
    public string? End { get; init; }

    [Description("A new time at which a task is due.")]
    public string? Due { get; init; }

    [Description("RRULE; empty: it happens once.")]
    public string? RepeatRule { get; init; }
    public int? Priority { get; init; }

    [Description("Minutes before at which to remind, in place of those there are; empty: never.")]
    public IReadOnlyList<int>? RemindMinutesBefore { get; init; }
    public Guid? GoalId { get; init; }
}

public sealed record CompletePlanArguments : PlanTargetArguments;

public sealed record CancelPlanArguments : PlanTargetArguments;

public sealed record RestorePlanArguments : PlanTargetArguments;

public sealed record PostponePlanArguments : PlanTargetArguments
{
    [Description("The new time, yyyy-MM-ddTHH:mm, or the new day, yyyy-MM-dd (the hour stays).")]
    public required string Until { get; init; }
}

public sealed record CreateGoalArguments
{
    [Description("What the person wants to reach: \"Learn Spanish\".")]
    public required string Title { get; init; }

    [Description("The day by which, yyyy-MM-dd.")]
    public string? TargetDate { get; init; }
    public string? Description { get; init; }

    [Description("The goal that it is a part of.")]
    public Guid? ParentGoalId { get; init; }

    [Description("1 (least) to 5; 3 by default.")]
    public int? Priority { get; init; }
}

public sealed record ChangeGoalArguments
{
    public required Guid Id { get; init; }
    public string? Title { get; init; }

    [Description("yyyy-MM-dd; empty: no day.")]
    public string? TargetDate { get; init; }

    [Description("0 to 1; only of a goal without parts, tasks and habits.")]
    public double? Progress { get; init; }

    [Description("active, paused, completed or archived.")]
    public GoalStatus? Status { get; init; }
}

public sealed record CreateHabitArguments
{
    [Description("What is done each time: \"Run\".")]
    public required string Name { get; init; }

    [Description("RRULE of days, such as FREQ=DAILY or FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR; either this or times_per_week.")]
    public string? RepeatRule { get; init; }

    [Description("1 to 7, on any days.")]
    public int? TimesPerWeek { get; init; }

    [Description("Local times at which to remind on its days, HH:mm.")]
    public IReadOnlyList<string>? ReminderTimes { get; init; }

    [Description("The goal that it serves.")]
    public Guid? GoalId { get; init; }
}

public sealed record ChangeHabitArguments
{
    public required Guid Id { get; init; }
    public string? Name { get; init; }
    public string? RepeatRule { get; init; }
    public int? TimesPerWeek { get; init; }
    public IReadOnlyList<string>? ReminderTimes { get; init; }
    public Guid? GoalId { get; init; }

    [Description("False: the habit is given up (the person has to agree). True: taken up again.")]
    public bool? Active { get; init; }
}

public sealed record CheckInArguments
{
    [Description("The id of the habit.")]
    public required Guid Id { get; init; }

    [Description("yyyy-MM-dd; absent: today.")]
    public string? Day { get; init; }
    public string? Note { get; init; }

    [Description("True: takes the check-in of that day back.")]
    public bool Undo { get; init; }
}

public sealed record ListRemindersArguments
{
    [Description("From this day on, yyyy-MM-dd; absent: today.")]
    public string? From { get; init; }

    [Description("Until this day, itself included.")]
    public string? To { get; init; }

    [Description("True: those that rang in the last day, the latest first, in place of those to come.")]
    public bool Rang { get; init; }
}

public sealed record SnoozeArguments
{
    [Description("The id of the reminder.")]
    public required Guid Id { get; init; }

    [Description("yyyy-MM-ddTHH:mm.")]
    public required string Until { get; init; }
}

public sealed record DismissArguments
{
    [Description("The id of the reminder.")]
    public required Guid Id { get; init; }
}

public sealed record NoArguments;

public sealed record RememberArguments
{
    [Description("One sentence about the person, in their language and as they said it, such as \"Lives in Kazan\".")]
    public required string Content { get; init; }
}

public sealed record CorrectMemoryArguments
{
    [Description("The id of the memory, as search_memory gave it.")]
    public required Guid Id { get; init; }

    [Description("What is true instead, as the person said it.")]
    public required string Content { get; init; }
}

public sealed record ForgetArguments
{
    [Description("What is to be forgotten, in the person's own words, without \"forget that\".")]
    public required string What { get; init; }
}

public sealed record SearchMemoryArguments
{
    [Description("What to look for, in words of any form.")]
    public required string Query { get; init; }
}

public sealed record SetProfileArguments
{
    [Description("What the person wants to be called.")]
    public string? Name { get; init; }

    [Description("IANA name, such as Europe/Berlin.")]
    public string? Timezone { get; init; }

    [Description("Local time from which not to disturb, HH:mm; with quiet_to.")]
    public string? QuietFrom { get; init; }
    public string? QuietTo { get; init; }

    [Description("True: no quiet hours any more.")]
    public bool? NoQuietHours { get; init; }
}
