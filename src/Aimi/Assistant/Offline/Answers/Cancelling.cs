using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Cancels what is planned, gives habits and goals up. Of a series it asks how much; what is hard to undo waits for a yes.</summary>
internal static class Cancelling
{
    public static async Task<string> Cancel(Talk talk, Intent intent)
    {
        var (item, reply, _) = await Targets.Find(talk, intent, "AskCancelWhat");
        if (item is not { Id: { } id })
            return reply!;

        return item.Kind switch
        {
            "goal" => Told(
                await talk.Tools.Call(ToolNames.ChangeGoal, new ChangeGoalArguments { Id = id, Status = GoalStatus.Archived }), item, "SureGoal", talk),
            "habit" => Told(await talk.Tools.Call(ToolNames.ChangeHabit, new ChangeHabitArguments { Id = id, Active = false }), item, "SureHabit", talk),
            _ => await Plan(talk, intent, item),
        };
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
