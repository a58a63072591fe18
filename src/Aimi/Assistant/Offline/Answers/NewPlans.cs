using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Plans reminders, events and tasks. What is missing is asked for.</summary>
internal static class NewPlans
{
    /// <summary>Under this the person is asked whether it was understood.</summary>
    private const double Sure = 0.5;

    public static async Task<string> Remind(Talk talk, Intent intent)
    {
        if (intent.Question is { } question)
            return DateQuestions.Ask(question, talk);
        if (intent.Title is not { } title)
            return talk.Say["AskRemindWhat"];
        if (intent.When is not { } when || when.Kind is SpokenDateKind.Duration)
            return talk.Say.Say("AskRemindWhen", title);
        if (when.AllDay)
            return talk.Say.Say("AskRemindHour", title);

        var wanted = Event(talk, intent, title, when) with { End = null, RemindMinutesBefore = [Minutes(intent.RemindBefore)] };
        var answer = await talk.Tools.Call(ToolNames.CreateEvent, wanted);
        return Told(answer, talk, when.RepeatRule is null ? "ReminderSet" : "ReminderSeries", title);
    }

    public static async Task<string> PlanEvent(Talk talk, Intent intent)
    {
        if (intent.Question is { } question)
            return DateQuestions.Ask(question, talk);
        if (intent.Title is not { } title)
            return talk.Say["AskEventWhat"];
        if (intent.When is not { } when || when.Kind is SpokenDateKind.Duration)
            return talk.Say.Say("AskEventWhen", title);
        if (when is { AllDay: true, Kind: not SpokenDateKind.Range } && !WholeDays.Is(title, talk.Text))
            return talk.Say.Say("AskEventHour", title);

        var wanted = Event(talk, intent, title, when) with { RemindMinutesBefore = intent.RemindBefore is { } before ? [Minutes(before)] : null };
        var answer = await talk.Tools.Call(ToolNames.CreateEvent, wanted);
        return Told(answer, talk, when.RepeatRule is null ? "EventSet" : "EventSeries", title);
    }

    public static async Task<string> PlanTask(Talk talk, Intent intent)
    {
        if (intent.Question is { } question)
            return DateQuestions.Ask(question, talk);
        if (intent.Title is not { } title)
            return talk.Say["AskTaskWhat"];

        var when = intent.When is { Kind: not SpokenDateKind.Duration } due ? due : null;
        var wanted = new CreateTaskArguments
        {
            Title = title,

            // "На этой неделе": by its end.
            Due = when is null ? null : SpokenTime.Wire(when is { Kind: SpokenDateKind.Range, To: { } last } ? last : when.From, when.AllDay),
            RepeatRule = when?.RepeatRule,
            RemindMinutesBefore = intent.RemindBefore is { } before ? [Minutes(before)] : null,
            GoalId = talk.Goal,
            Tentative = intent.Confidence < Sure,
        };
        var answer = await talk.Tools.Call(ToolNames.CreateTask, wanted);
        return Told(answer, talk, when is null ? "TaskSet" : when.RepeatRule is null ? "TaskSetUntil" : "TaskSeries", title);
    }

    private static CreateEventArguments Event(Talk talk, Intent intent, string title, SpokenDate when)
    {
        var end = when.To ?? (when.Duration is { } length && !when.AllDay ? when.From + length : null);
        return new CreateEventArguments
        {
            Title = title,
            Start = SpokenTime.Wire(when.From, when.AllDay),
            End = end is { } last && last > when.From ? SpokenTime.Wire(last, when.AllDay) : null,
            AllDay = when.AllDay,
            RepeatRule = when.RepeatRule,
            GoalId = talk.Goal,
            Tentative = intent.Confidence < Sure,
        };
    }

    private static string Told(ToolAnswer answer, Talk talk, string done, string title)
    {
        if (answer is not { Status: ToolStatus.Done or ToolStatus.PendingConfirmation, Items: [var item, ..] })
            return talk.Say.Say("NotPlanned", title, Refusals.Say(answer, talk));
        if (answer.Status is ToolStatus.PendingConfirmation)
            return talk.Say.Say("RightSo", PlanLines.Of(item, talk));

        return talk.Say.Say(done, item.Title, talk.Times.When(item.Start ?? item.Due), PlanLines.When(item, talk));
    }

    private static int Minutes(TimeSpan? before) => (int)(before ?? TimeSpan.Zero).TotalMinutes;
}
