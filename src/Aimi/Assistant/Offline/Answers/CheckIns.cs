using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Takes down what was done: of habits, with praise for a streak, and of plans.</summary>
internal static class CheckIns
{
    /// <summary>In a row, from which on it is worth a word.</summary>
    public const int WorthAWord = 3;

    /// <summary>"Got the flu" is nothing that was planned.</summary>
    private const double Sure = 0.5;

    /// <summary>A goal whose name holds all that was said is meant.</summary>
    private const double Whole = 0.95;

    public static Task<string> CheckIn(Talk talk, Intent intent) => Done(talk, intent, ["habit", "task", "event", "goal"]);

    public static Task<string> Complete(Talk talk, Intent intent) => Done(talk, intent, ["task", "event", "habit", "goal"]);

    /// <summary>Aimi's last words tell of a check-in: to undo "that" takes it back.</summary>
    public static bool WasLast(Talk talk) => talk.Before is [.., { ByPerson: true }, { ByPerson: false, Text: var said }]
        && said.StartsWith(talk.Say["CheckedIn"].Split('{')[0], StringComparison.Ordinal);

    public static async Task<string> Undo(Talk talk, Intent intent)
    {
        var (item, reply, _) = await Targets.FindDone(talk, intent with { At = null }, "habit");
        return item is null ? reply! : await Kept(talk, item, intent.At ?? intent.When, undo: true);
    }

    /// <summary>How many days or weeks in a row.</summary>
    public static string Streak(ToolItem habit, Talk talk) => talk.Say.Count(habit.TimesPerWeek is null ? "DaysInARow" : "WeeksInARow", habit.Streak ?? 0);

    private static async Task<string> Done(Talk talk, Intent intent, string[] kinds)
    {
        // "Вчера" is when it was done, not when it was planned.
        var (item, reply, unknown) = await Targets.FindDone(talk, intent with { At = null }, kinds);
        if (unknown && intent.Confidence < Sure)
            return await Chatter.Tell(talk, intent);
        if (item is null)
            return unknown ? talk.Say.Say("AskHabitInstead", talk.Say.Sentence(HabitNames.Of((intent.Target ?? intent.Title)!))) : reply!;
        if (item.Kind == "habit")
            return await Kept(talk, item, intent.At ?? intent.When, undo: false);
        if (talk.Picked is null && IsMore(talk, intent, item))
            return Sayings.Numbered(talk.Say.Say("AskPerhaps", (intent.Target ?? intent.Title)!), [PlanLines.Of(item, talk)]);

        var answer = item.Kind == "goal"
            ? await talk.Tools.Call(ToolNames.ChangeGoal, new ChangeGoalArguments { Id = item.Id!.Value, Status = GoalStatus.Completed })
            : await talk.Tools.Call(ToolNames.Complete, new CompletePlanArguments { Id = item.Id!.Value, Occurrence = item.Occurrence });
        return answer.Status is ToolStatus.Done
            ? talk.Say.Say(item.Kind == "goal" ? "GoalReached" : "Completed", item.Title)
            : talk.Say.Say("NotChanged", item.Title, Refusals.Say(answer, talk));
    }

    // A goal is not reached by one chapter, no event of another day is over, and with the milk the bread is not bought.
    private static bool IsMore(Talk talk, Intent intent, ToolItem item)
    {
        if ((intent.Target ?? intent.Title) is not { } said)
            return false;
        if (item.Kind == "goal")
            return intent.Kind is not PlanKind.Goal && item.Fit < Whole;
        if (item.Kind == "event")
            return SpokenTime.Read(item.Start, out _) is { } start && start.Date > talk.Now.Date;

        var stems = Aimi.Language.Stems.OfText(said).ToHashSet(StringComparer.Ordinal);
        var parts = item.Title.Split([" и ", " and ", ", ", " & "], StringSplitOptions.RemoveEmptyEntries);
        var named = parts.Count(part => Aimi.Language.Stems.OfText(part).Any(stems.Contains));
        return parts.Length > 1 && named > 0 && named < parts.Length;
    }

    private static async Task<string> Kept(Talk talk, ToolItem habit, SpokenDate? when, bool undo)
    {
        var day = when is { Kind: SpokenDateKind.Day or SpokenDateKind.Instant } said && said.From.Date <= talk.Now.Date ? said.From.Date : default(DateTime?);
        var answer = await talk.Tools.Call(
            ToolNames.CheckIn, new CheckInArguments { Id = habit.Id!.Value, Day = day is { } on ? SpokenTime.Wire(on, wholeDay: true) : null, Undo = undo });
        if (answer is not { Status: ToolStatus.Done, Items: [var kept, ..] })
            return talk.Say.Say("NotChanged", habit.Title, Refusals.Say(answer, talk));

        var told = talk.Say.Say(undo ? "CheckInUndone" : "CheckedIn", kept.Title, talk.Times.When(day ?? talk.Now.Date, wholeDay: true));
        if (undo || talk.Turn.IsCalm || kept.Streak is not >= WorthAWord)
            return told;

        var record = kept.Streak == kept.BestStreak && kept.Streak > WorthAWord ? "StreakRecord" : "StreakPraise";
        return $"{told} {talk.Say.Say(record, talk.Say.Sentence(Streak(kept, talk)))}";
    }
}
