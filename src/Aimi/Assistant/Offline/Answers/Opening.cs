using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What a conversation begins with, when the person greets: one thing that is open, or a streak that is worth a word.</summary>
internal static class Opening
{
    public static async Task<string> Of(Talk talk)
    {
        if (talk.Turn.Question is not null)
            return "";
        if (!talk.Turn.OpensSession)
            return talk.Say["GreetingAgain"];

        var portrait = (await talk.Turn.Context).Portrait;
        if (portrait.PendingActions is [{ Text.Length: > 0 } pending, ..])
            return talk.Say.Say("StillOpen", pending.Text);

        var habits = (await talk.Tools.Call(ToolNames.Find, new FindArguments { Kind = "habit" })).Items ?? [];
        if (habits.Where(habit => habit is { Streak: >= CheckIns.WorthAWord, TimesPerWeek: null }).MaxBy(habit => habit.Streak) is { } kept)
            return talk.Say.Say(kept is { DueToday: true, KeptToday: not true } ? "StreakToday" : "StreakOpening", kept.Title, CheckIns.Streak(kept, talk));
        if (portrait.Traits.FirstOrDefault(trait => trait.Name.StartsWith("plan:", StringComparison.Ordinal)) is { } plan)
            return talk.Say.Say("LastTime", plan.Text);

        return talk.Say[portrait.Traits.Count > 0 ? "GreetingAgain" : "GreetingFirst"];
    }
}
