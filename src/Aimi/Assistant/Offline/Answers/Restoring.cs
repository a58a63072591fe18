using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Plans again what was cancelled or marked as done, takes up again what was given up.</summary>
internal static class Restoring
{
    private const double Fits = 0.6;

    private static readonly string[] Closed = ["cancelled", "completed", "archived", "inactive", "paused"];

    public static async Task<string> Restore(Talk talk, Intent intent)
    {
        if (intent.Target is null && CheckIns.WasLast(talk))
            return await CheckIns.Undo(talk, intent);

        var found = intent.Target is { } words
            ? (await talk.Tools.Call(ToolNames.Find, new FindArguments { Query = words, IncludeClosed = true })).Items?.Where(item => item.Fit >= Fits).ToList() ?? []
            : talk.Before.LastOrDefault(line => !line.ByPerson) is { } last ? await Targets.JustNamed(talk, last.Text, closed: true) : [];
        var closed = found.Where(item => Closed.Contains(item.Status)).ToList();
        if (closed.Count == 0)
        {
            return found is [var there, ..] ? talk.Say.Say("StillThere", PlanLines.Of(there, talk))
                : intent.Target is null ? talk.Say["NotUnderstood"] : talk.Say.Say("NoSuchPlan", intent.Target);
        }

        // The one that was cancelled last is not told by anything: of several, which is asked by their names.
        if (closed.Count > 1 && closed.DistinctBy(item => item.Title, StringComparer.Ordinal).Count() > 1)
            return Sayings.List(talk.Say["RestoreWhich"], closed.Select(item => PlanLines.Of(item, talk)));

        var item = closed[^1];
        var answer = item.Kind switch
        {
            "goal" => await talk.Tools.Call(ToolNames.ChangeGoal, new ChangeGoalArguments { Id = item.Id!.Value, Status = Aimi.Planning.GoalStatus.Active }),
            "habit" => await talk.Tools.Call(ToolNames.ChangeHabit, new ChangeHabitArguments { Id = item.Id!.Value, Active = true }),
            _ => await talk.Tools.Call(ToolNames.Restore, new RestorePlanArguments { Id = item.Id!.Value, Occurrence = item.Occurrence }),
        };
        return answer is { Status: ToolStatus.Done, Items: [var again, ..] }
            ? talk.Say.Say("Restored", PlanLines.Of(again, talk))
            : talk.Say.Say("NotChanged", item.Title, Refusals.Say(answer, talk));
    }
}
