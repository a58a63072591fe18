using Aimi.Assistant.Context;
using Aimi.Planning;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What a conversation begins with, when the person greets: one thing that is open, or a streak that is worth a word.</summary>
internal static class Opening
{
    public static async Task<string> Of(Talk talk)
    {
        if (talk.Turn.Question is not null)
            return "";
        if (!talk.Turn.OpensSession || talk.Turn.IsCalm)
            return talk.Say["GreetingAgain"];

        var known = await talk.Turn.Context;
        if (known.Open.FirstOrDefault(matter => matter.Kind is OpenMatterKind.ToConfirm or OpenMatterKind.Agreed) is { } open)
            return talk.Say.Say("StillOpen", open.Text);

        var going = known.Habits.Where(habit => habit.Streaks is { Unit: StreakUnit.Day, Current: >= CheckIns.WorthAWord });
        if (going.MaxBy(habit => habit.Streaks.Current) is { } kept)
            return talk.Say.Say(kept.IsOpen ? "StreakToday" : "StreakOpening", kept.Name, talk.Say.Count("DaysInARow", kept.Streaks.Current));

        var traits = known.Portrait.Traits;
        return traits.FirstOrDefault(trait => trait.Name.StartsWith("plan:", StringComparison.Ordinal)) is { } plan
            ? talk.Say.Say("LastTime", plan.Text)
            : talk.Say[traits.Count > 0 ? "GreetingAgain" : "GreetingFirst"];
    }
}
