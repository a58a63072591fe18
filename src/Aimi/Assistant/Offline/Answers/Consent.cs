using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What a yes or a no does: to what the reply before asked to agree to, if it did.</summary>
internal static class Consent
{
    public static async Task<string> Confirm(Talk talk, Intent intent)
    {
        if (talk.Turn.Pending is not { } pending)
            return talk.Say["Fine"];

        var answer = await talk.Tools.Call(ToolNames.Confirm, new NoArguments());
        if (answer.Status is not ToolStatus.Done)
            return talk.Say.Say("NotChanged", Title(answer, pending.Summary), Refusals.Say(answer, talk));

        var item = answer.Items is [var done, ..] ? done : new ToolItem(pending.EntityType, pending.EntityId, pending.Summary);
        return pending.Type switch
        {
            PendingTypes.ConfirmEvent => talk.Say.Say("Agreed", PlanLines.Of(item, talk)),
            PendingTypes.ArchiveGoal => talk.Say.Say("GoalArchived", item.Title),
            PendingTypes.StopHabit => talk.Say.Say("HabitStopped", item.Title),
            _ => talk.Say.Say("CancelledSeries", item.Title),
        };
    }

    public static async Task<string> Reject(Talk talk, Intent intent)
    {
        if (talk.Turn.Pending is not { } pending)
            return talk.Say["Fine"];

        var answer = await talk.Tools.Call(ToolNames.Reject, new NoArguments());
        return answer.Status is not ToolStatus.Done ? Refusals.Say(answer, talk)
            : talk.Say[pending.Type == PendingTypes.ConfirmEvent ? "Unplanned" : "LeftAsItIs"];
    }

    private static string Title(ToolAnswer answer, string summary) => answer.Items is [var item, ..] ? item.Title : summary;
}
