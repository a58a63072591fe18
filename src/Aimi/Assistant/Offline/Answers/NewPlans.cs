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
        if (Missing(talk, intent, "AskRemindWhat", "AskRemindWhen") is { } missing)
            return missing;

        var (title, when) = (intent.Title!, intent.When!);
        if (when.AllDay)
            return talk.Say.Say("AskRemindHour", title);

        var wanted = Event(talk, intent, title, when) with { End = null, RemindMinutesBefore = [Minutes(intent.RemindBefore)] };
        var answer = await talk.Tools.Call(ToolNames.CreateEvent, wanted);
        return Told(answer, talk, when.RepeatRule is null ? "ReminderSet" : "ReminderSeries", title);
    }

    public static async Task<string> PlanEvent(Talk talk, Intent intent)
    {
        if (Missing(talk, intent, "AskEventWhat", "AskEventWhen") is { } missing)
            return missing;

        var (title, when) = (intent.Title!, intent.When!);
        if (when is { AllDay: true, Kind: not SpokenDateKind.Range } && !WholeDays.Is(title, talk.Text))
            return talk.Say.Say("AskEventHour", title);

        var wanted = Event(talk, intent, title, when) with { RemindMinutesBefore = intent.RemindBefore is { } before ? [Minutes(before)] : null };
        var answer = await talk.Tools.Call(ToolNames.CreateEvent, wanted);
        return Told(answer, talk, when.RepeatRule is null ? "EventSet" : "EventSeries", title);
    }

    public static async Task<string> PlanTask(Talk talk, Intent intent)
    {
        if (Missing(talk, intent, "AskTaskWhat") is { } missing)
            return missing;

        var title = intent.Title!;
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

    /// <summary>What has to be asked first; null where all is known.</summary>
    /// <param name="askWhen">Null where it needs no time.</param>
    private static string? Missing(Talk talk, Intent intent, string askWhat, string? askWhen = null) => intent switch
    {
        { Question: { } question } => DateQuestions.Ask(question, talk),
        { Title: null } => talk.Say[askWhat],
        { When: null or { Kind: SpokenDateKind.Duration } } when askWhen is not null => talk.Say.Say(askWhen, intent.Title),
        _ => null,
    };

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

        return talk.Say.Say(done, item.Title, item.Start is null ? talk.Times.When(item.Due) : talk.Times.Span(item.Start, item.End), PlanLines.When(item, talk));
    }

    private static int Minutes(TimeSpan? before) => (int)(before ?? TimeSpan.Zero).TotalMinutes;
}
