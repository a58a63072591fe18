using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Lets the reminder that rang last ring again: "отложи на 10 минут", "remind me again in an hour".</summary>
internal static class Snoozing
{
    /// <summary>Null where it is not a reminder that is meant, or none rang lately.</summary>
    public static async Task<string?> Snooze(Talk talk, Intent intent)
    {
        if (intent.Target is not null || intent.At is not null || !(intent.Kind is PlanKind.Reminder || WasJustReminded(talk)))
            return null;

        var rang = await talk.Tools.Call(ToolNames.ListReminders, new ListRemindersArguments { Rang = true });
        if (rang.Items is not [{ Id: { } id } reminder, ..])
            return null;
        if (Until(talk, intent) is not { } until)
            return talk.Say.Say("AskNewTime", reminder.Title);

        var answer = await talk.Tools.Call(ToolNames.Snooze, new SnoozeArguments { Id = id, Until = SpokenTime.Wire(until, wholeDay: false) });
        return answer is { Status: ToolStatus.Done, Items: [var put, ..] }
            ? talk.Say.Say("Snoozed", put.Title, talk.Times.When(put.Start))
            : talk.Say.Say("NotChanged", reminder.Title, Refusals.Say(answer, talk));
    }

    // A reminder names its thing without quotation marks, as no reply does.
    private static bool WasJustReminded(Talk talk) =>
        talk.Before is [.., { ByPerson: false } last] && !last.Text.AsSpan().ContainsAny('«', '“') && !last.Text.Contains('?', StringComparison.Ordinal);

    private static DateTime? Until(Talk talk, Intent intent) => intent switch
    {
        { Shift: { } shift } => talk.Now + shift,
        { When: { Kind: SpokenDateKind.Duration, Duration: { } length } } => talk.Now + length,
        { When: { AllDay: false } when } => when.From,
        _ => null,
    };
}
