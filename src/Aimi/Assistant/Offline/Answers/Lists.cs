using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Lists what the person has of a kind, and says how it goes.</summary>
internal static class Lists
{
    private const int Most = 12;

    public static async Task<string> List(Talk talk, Intent intent)
    {
        var kind = intent.Kind ?? PlanKind.Task;
        var answer = kind is PlanKind.Reminder
            ? await talk.Tools.Call(ToolNames.ListReminders, new ListRemindersArguments())
            : await talk.Tools.Call(ToolNames.Find, new FindArguments { Kind = kind.ToString().ToLowerInvariant() });
        var items = answer.Items ?? [];
        if (items.Count == 0)
            return answer.Status is ToolStatus.Refused ? Refusals.Say(answer, talk) : talk.Say[$"None.{kind}"];

        var list = Sayings.List(talk.Say[$"All.{kind}"], items.Take(Most).Select(item => Line(item, talk)));
        return items.Count > Most || answer.More is true ? $"{list}\n{talk.Say["AndMore"]}" : list;
    }

    public static async Task<string> Progress(Talk talk, Intent intent)
    {
        if (intent.Target is not null || intent.Title is not null)
        {
            var (item, reply, _) = await Targets.FindDone(talk, intent with { At = null }, "habit", "goal", "task", "event");
            return item is null ? reply! : item.Kind is "habit" or "goal" ? How(item, talk) : PlanLines.Of(item, talk);
        }

        var items = new List<ToolItem>();
        foreach (var kind in new[] { "habit", "goal" })
            items.AddRange((await talk.Tools.Call(ToolNames.Find, new FindArguments { Kind = kind })).Items ?? []);
        return items.Count == 0 ? talk.Say["NoProgress"] : Sayings.List(talk.Say["Progress"], items.Take(Most).Select(item => How(item, talk)));
    }

    private static string Line(ToolItem item, Talk talk) => item.Kind switch
    {
        "habit" when item.Streak is >= CheckIns.WorthAWord => $"{PlanLines.Of(item, talk)}; {CheckIns.Streak(item, talk)}",
        "goal" when item.Progress is > 0 => talk.Say.Say("GoalAt", PlanLines.Of(item, talk), item.Progress),
        _ => PlanLines.Of(item, talk),
    };

    private static string How(ToolItem item, Talk talk)
    {
        var title = talk.Say.Say("Quoted", item.Title);
        if (item.Kind == "goal")
        {
            var goal = talk.Say.Say("GoalAt", title, item.Progress ?? 0);
            return item.Due is null ? goal + "." : $"{goal}, {talk.Say.Say("Until", talk.Times.When(item.Due))}.";
        }

        if (item.BestStreak is null or 0)
            return talk.Say.Say(item.KeptToday is true ? "HabitBegun" : "HabitFresh", title);

        var rate = item.CompletionRate is { } kept ? " " + talk.Say.Say("HabitRate", kept) : "";
        var streak = item.Streak is > 0 and var current
            ? talk.Say.Say(current >= CheckIns.WorthAWord ? "HabitStreakGood" : "HabitStreak", title, CheckIns.Streak(item, talk))
            : talk.Say.Say("HabitBroken", title);
        return streak + rate;
    }
}
