using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Cancels what is planned, gives habits and goals up. Of a series it asks how much; what is hard to undo waits for a yes.</summary>
internal static class Cancelling
{
    private const int MostAtOnce = 7;

    /// <summary>"No milk today" may be no plan at all.</summary>
    private const double Sure = 0.5;

    public static async Task<string> Cancel(Talk talk, Intent intent)
    {
        if (intent is { Target: null, At: null, Kind: null } && CheckIns.WasLast(talk))
            return await CheckIns.Undo(talk, intent);
        if (intent.At is not null && SeriesWords.IsAll(intent.Target))
            return await AskAll(talk, intent);

        var (item, reply, unknown) = await Targets.Find(talk, intent, "AskCancelWhat");
        if (unknown && intent.Confidence < Sure)
            return await Chatter.Tell(talk, intent);
        if (item is not { Id: { } id })
            return reply!;

        // "Не напоминай о встрече" drops no meeting; what is nothing but a reminder goes.
        if (intent.Kind is PlanKind.Reminder && !(item.Kind is "event" or "task" && item.RemindMinutesBefore is [0]))
            return await Quiet(talk, item);

        return item.Kind switch
        {
            "goal" => Told(
                await talk.Tools.Call(ToolNames.ChangeGoal, new ChangeGoalArguments { Id = id, Status = GoalStatus.Archived }), item, "SureGoal", talk),
            "habit" => Told(await talk.Tools.Call(ToolNames.ChangeHabit, new ChangeHabitArguments { Id = id, Active = false }), item, "SureHabit", talk),
            _ => await Plan(talk, intent, item),
        };
    }

    /// <summary>Cancels what was listed, and the person has agreed to.</summary>
    /// <param name="lines">As <see cref="AskAll"/> listed it.</param>
    public static async Task<string> All(Talk talk, Intent intent, IReadOnlyList<string> lines)
    {
        var gone = new List<string>();
        foreach (var item in (await Those(talk, intent)).Where(item => lines.Contains(PlanLines.Of(item, talk), StringComparer.Ordinal)))
        {
            var scope = item.Occurrence is null ? default(SeriesScope?) : SeriesScope.This;
            if (await talk.Tools.Call(ToolNames.Cancel, new CancelPlanArguments { Id = item.Id!.Value, Occurrence = item.Occurrence, Scope = scope }) is { Status: ToolStatus.Done })
                gone.Add(PlanLines.Of(item, talk));
        }

        return gone.Count == 0 ? talk.Say["NothingThere"] : Sayings.List(talk.Say["CancelledAll"], gone);
    }

    // "Отмени всё на завтра": what that is, is shown first.
    private static async Task<string> AskAll(Talk talk, Intent intent)
    {
        var those = await Those(talk, intent);
        return those.Count == 0 ? talk.Say["NothingThere"] : Sayings.Numbered(talk.Say["AskCancelAll"], those.Select(item => PlanLines.Of(item, talk)));
    }

    // As many as a turn may cancel.
    private static async Task<List<ToolItem>> Those(Talk talk, Intent intent)
    {
        var at = intent.At!;
        var found = await talk.Tools.Call(ToolNames.Find, new FindArguments
        {
            From = SpokenTime.Wire(at.From, wholeDay: true),
            To = SpokenTime.Wire(at.To ?? at.From, wholeDay: true),
            Kind = intent.Kind is PlanKind.Event ? "event" : intent.Kind is PlanKind.Task ? "task" : null,
        });
        return [.. (found.Items ?? []).Where(item => item.Kind is "event" or "task").Take(MostAtOnce)];
    }

    private static async Task<string> Quiet(Talk talk, ToolItem item)
    {
        var answer = item.Kind switch
        {
            "habit" => await talk.Tools.Call(ToolNames.ChangeHabit, new ChangeHabitArguments { Id = item.Id!.Value, ReminderTimes = [] }),
            "event" or "task" => await talk.Tools.Call(ToolNames.ChangePlan, new ChangePlanArguments
            {
                Id = item.Id!.Value,
                Scope = item.Repeat is null ? null : SeriesScope.All,
                RemindMinutesBefore = [],
            }),
            _ => null,
        };
        return answer is { Status: ToolStatus.Done } ? talk.Say.Say("NotReminded", item.Title)
            : talk.Say.Say("NotChanged", item.Title, answer is null ? talk.Say["NotDone"] : Refusals.Say(answer, talk));
    }

    private static async Task<string> Plan(Talk talk, Intent intent, ToolItem item)
    {
        if (item.Repeat is null)
            return Told(await talk.Tools.Call(ToolNames.Cancel, new CancelPlanArguments { Id = item.Id!.Value }), item, "SureSeries", talk);

        var scope = talk.Scope ?? SeriesWords.Of(talk.Text) ?? (intent.At is null ? null : SeriesScope.This);
        if (scope is SeriesScope.All)
        {
            var all = new CancelPlanArguments { Id = item.Id!.Value, Scope = SeriesScope.All };
            return Told(await talk.Tools.Call(ToolNames.Cancel, all), item, "SureSeries", talk);
        }

        if (await Targets.Next(talk, item) is not { } next)
            return talk.Say.Say("NoNext", item.Title);
        if (scope is null)
            return talk.Say.Say("AskSeries", item.Title, talk.Times.When(next.Start ?? next.Due));

        var one = new CancelPlanArguments { Id = item.Id!.Value, Occurrence = next.Occurrence, Scope = SeriesScope.This };
        return Told(await talk.Tools.Call(ToolNames.Cancel, one), next, "SureSeries", talk);
    }

    private static string Told(ToolAnswer answer, ToolItem item, string sure, Talk talk) => answer.Status switch
    {
        ToolStatus.Done => talk.Say.Say(item.Occurrence is null ? "Cancelled" : "CancelledOne", PlanLines.Of(item, talk)),
        ToolStatus.PendingConfirmation => talk.Say.Say(sure, item.Title),
        _ => talk.Say.Say("NotChanged", item.Title, Refusals.Say(answer, talk)),
    };
}
