using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>Hears how something planned went that Aimi asked about.</summary>
internal static class Feedback
{
    private static readonly string[] NotHappened =
    [
        "не состоял", "не было", "не пош", "не ходил", "не поехал", "не смог", "отмен", "перенес", "пропусти", "сорвал",
        "didn't happen", "did not happen", "didn't go", "did not go", "cancel", "skipped", "missed it", "postponed", "couldn't",
    ];

    /// <summary>What may be read in a word on how it went.</summary>
    private static readonly IntentName[] Tellings =
    [
        IntentName.Tell, IntentName.Confirm, IntentName.Reject, IntentName.Complete, IntentName.CheckIn, IntentName.Thanks, IntentName.HowAreYou,
    ];

    /// <summary>Null where the person speaks of something else.</summary>
    public static async Task<string?> Answer(Talk talk, OpenQuestion question)
    {
        if (talk.Intents.Any(intent => !Tellings.Contains(intent.Name)) || talk.Text.Contains('?', StringComparison.Ordinal))
            return null;

        var text = talk.Text.ToLowerInvariant().Replace('ё', 'е').Replace('’', '\'');
        if (NotHappened.Any(words => text.Contains(words, StringComparison.Ordinal)) || talk.Intents is [{ Name: IntentName.Reject }])
            return talk.Say["FeedbackNone"];

        var found = await talk.Tools.Call(ToolNames.Find, new FindArguments { Query = question.Title });
        var told = talk.Say[Feelings.Of(talk.Text) switch { < 0 => "FeedbackLow", > 0 => "FeedbackGood", _ => "FeedbackHeard" }];
        if (found.Items?.FirstOrDefault(item => item.Title == question.Title && item.Kind is "event" or "task") is not { Id: { } id } item)
            return told;

        var done = await talk.Tools.Call(ToolNames.Complete, new CompletePlanArguments { Id = id, Occurrence = item.Occurrence });
        return done.Status is ToolStatus.Done ? $"{told} {talk.Say.Say("FeedbackKept", item.Title)}" : told;
    }
}
