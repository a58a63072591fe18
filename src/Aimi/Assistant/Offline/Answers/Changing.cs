using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Changes what something is called, how long before it reminds, how often it repeats.</summary>
internal static class Changing
{
    public static async Task<string> Change(Talk talk, Intent intent)
    {
        if (intent.Question is { } question)
            return DateQuestions.Ask(question, talk);

        // A new title names nothing that is there.
        var (item, reply, _) = await Targets.Find(talk, intent with { Title = null }, "AskChangeWhat");
        if (item is null)
            return reply!;
        if (intent is { Title: null, RemindBefore: null, TimesPerWeek: null, When: null })
            return intent.Shift is null ? talk.Say.Say("AskNewTime", item.Title) : await Rescheduling.Reschedule(talk, intent with { Target = item.Title });

        if (item.Kind is "habit" && intent.RemindBefore is not null)
            return talk.Say.Say("AskHabitHour", item.Title);
        if (intent is { When: { Kind: SpokenDateKind.Duration, Duration: { } length }, Title: null, RemindBefore: null } && item.Kind is "event" or "task")
            return await Last(talk, item, length);

        var answer = item.Kind switch
        {
            "goal" when intent.Title is { } title =>
                await talk.Tools.Call(ToolNames.ChangeGoal, new ChangeGoalArguments { Id = item.Id!.Value, Title = title }),
            "habit" when intent.When?.Kind is not SpokenDateKind.Duration => await talk.Tools.Call(ToolNames.ChangeHabit, Habit(intent, item)),
            "event" or "task" when intent is { When: null } or { When.RepeatRule: not null } => await talk.Tools.Call(ToolNames.ChangePlan, Plan(intent, item)),
            _ => null,
        };
        if (answer is null)
            return await Rescheduling.Reschedule(talk, intent with { Title = null, Target = item.Title });
        if (answer is not { Status: ToolStatus.Done, Items: [var changed, ..] })
            return talk.Say.Say("NotChanged", item.Title, Refusals.Say(answer, talk));

        return intent switch
        {
            { Title: not null } => talk.Say.Say("Renamed", item.Title, changed.Title),
            { RemindBefore: { } before } when before > TimeSpan.Zero => talk.Say.Say("RemindedBefore", changed.Title, talk.Times.Duration(before)),
            _ when changed.ReminderTimes is { Count: > 0 } times =>
                talk.Say.Say("Changed", $"{PlanLines.Of(changed, talk)}, {talk.Say.Say("AtHour", talk.Say.Join(times))}"),
            _ => talk.Say.Say("Changed", PlanLines.Of(changed, talk)),
        };
    }

    private static ChangeHabitArguments Habit(Intent intent, ToolItem habit) => new()
    {
        Id = habit.Id!.Value,
        Name = intent.Title,
        RepeatRule = intent.TimesPerWeek is null ? intent.When?.RepeatRule : null,
        TimesPerWeek = intent.TimesPerWeek,
        ReminderTimes = intent.When is { AllDay: false } at ? [SpokenTime.Clock(Hour(at, habit))] : null,
    };

    private static DateTime Hour(SpokenDate at, ToolItem habit) =>
        habit.ReminderTimes is [var now] && TimeOnly.TryParseExact(now, "HH:mm", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var hour)
            ? at.From.Date + Rescheduling.NearTo(at.From.Date + hour.ToTimeSpan(), at)
            : at.From;

    // "Созвон на полчаса", "make it 30 minutes".
    private static async Task<string> Last(Talk talk, ToolItem item, TimeSpan length)
    {
        if (SpokenTime.Read(item.Start, out var wholeDay) is not { } start || wholeDay)
            return talk.Say.Say("NotChanged", item.Title, talk.Say["NotDone"]);

        var change = new ChangePlanArguments
        {
            Id = item.Id!.Value,
            Occurrence = item.Occurrence,
            Scope = item.Repeat is null ? null : item.Occurrence is null ? Aimi.Planning.SeriesScope.All : Aimi.Planning.SeriesScope.This,
            End = SpokenTime.Wire(start + length, wholeDay: false),
        };
        return await talk.Tools.Call(ToolNames.ChangePlan, change) is { Status: ToolStatus.Done, Items: [var changed, ..] }
            ? talk.Say.Say("Lasts", changed.Title, talk.Times.When(changed.Start), talk.Times.Within(DateOnly.FromDateTime(start), start + length))
            : talk.Say.Say("NotChanged", item.Title, talk.Say["NotDone"]);
    }

    private static ChangePlanArguments Plan(Intent intent, ToolItem plan) => new()
    {
        Id = plan.Id!.Value,
        Occurrence = plan.Occurrence,
        Scope = plan.Repeat is null ? null : Aimi.Planning.SeriesScope.All,
        Title = intent.Title,
        RemindMinutesBefore = intent.RemindBefore is { } before ? [(int)before.TotalMinutes] : null,
        RepeatRule = intent.When?.RepeatRule,

        // A rule of days keeps the hour that there is.
        Start = intent.When is { AllDay: false } at && plan.Start is not null ? SpokenTime.Wire(at.From, wholeDay: false) : null,
    };
}
