using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Keeps habits and goals, and asks for the first step of a goal.</summary>
internal static class NewHabits
{
    /// <summary>Words of a habit that fit a goal so well mean that it serves the goal.</summary>
    private const double Serves = 0.5;

    public static async Task<string> Habit(Talk talk, Intent intent)
    {
        if (intent.Title is not { } name)
            return talk.Say["AskHabitWhat"];

        var repeats = intent.When is { Kind: SpokenDateKind.Recurrence } when ? when : null;
        if (repeats is null && intent.TimesPerWeek is null)
            return intent.Question is { } question ? DateQuestions.Ask(question, talk) : talk.Say.Say("AskHowOften", name);

        // Several times a day: what helps is to be reminded each time.
        if (SpokenRule.SaysHours(repeats?.RepeatRule))
            return await NewPlans.Remind(talk, intent);

        var hour = intent.When is { AllDay: false, Kind: SpokenDateKind.Recurrence or SpokenDateKind.Instant } timed ? SpokenTime.Clock(Mornings.Hour(name, timed)) : null;
        var wanted = new CreateHabitArguments
        {
            Name = name,
            RepeatRule = intent.TimesPerWeek is null ? repeats!.RepeatRule : null,
            TimesPerWeek = intent.TimesPerWeek,
            ReminderTimes = hour is null ? null : [hour],
            GoalId = talk.Goal ?? await GoalOf(name, talk),
        };
        var answer = await talk.Tools.Call(ToolNames.CreateHabit, wanted);
        if (answer is not { Status: ToolStatus.Done, Items: [var habit, ..] })
            return talk.Say.Say("NotPlanned", name, Refusals.Say(answer, talk));

        var often = SpokenRule.Of(habit.Repeat, habit.TimesPerWeek, talk.Say);
        return habit.ReminderTimes is { Count: > 0 } times
            ? talk.Say.Say("HabitSetAt", habit.Title, often, talk.Say.Join(times))
            : talk.Say.Say("HabitSet", habit.Title, often);
    }

    public static async Task<string> Goal(Talk talk, Intent intent)
    {
        if (intent.Title is not { } title)
            return talk.Say["AskGoalWhat"];

        var day = intent.When is { Kind: not (SpokenDateKind.Duration or SpokenDateKind.Recurrence) } when ? when.To ?? when.From : default(DateTime?);
        var wanted = new CreateGoalArguments { Title = title, TargetDate = day is { } by ? SpokenTime.Wire(by, wholeDay: true) : null };
        var answer = await talk.Tools.Call(ToolNames.CreateGoal, wanted);
        if (answer is not { Status: ToolStatus.Done, Items: [var goal, ..] })
            return talk.Say.Say("NotPlanned", title, Refusals.Say(answer, talk));

        talk.Goal = goal.Id;
        var told = goal.Due is null ? talk.Say.Say("GoalSet", goal.Title) : talk.Say.Say("GoalSetUntil", goal.Title, talk.Times.When(goal.Due));

        // Who says at once how they go about it has their first step.
        var steps = talk.Intents.Any(other => other.Name is IntentName.PlanHabit or IntentName.PlanTask or IntentName.PlanEvent or IntentName.PlanReminder);
        return steps || talk.Turn.IsCalm ? told : $"{told} {talk.Say.Say("AskFirstStep", goal.Title)}";
    }

    private static async Task<Guid?> GoalOf(string name, Talk talk)
    {
        var found = await talk.Tools.Call(ToolNames.Find, new FindArguments { Query = name, Kind = "goal" });
        return found is { Status: ToolStatus.Done, Items: [{ Fit: >= Serves } goal, ..] } ? goal.Id : null;
    }
}
