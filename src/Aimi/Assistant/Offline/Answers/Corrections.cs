using System.Globalization;
using System.Text.RegularExpressions;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Assistant.Tools;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>What is said right after a deed puts it right: "нет, в 11", "actually next week is better", "не завтра, а в пятницу".</summary>
internal static partial class Corrections
{
    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    private static readonly IntentName[] Loosely = [IntentName.Tell, IntentName.Reject, IntentName.Confirm];

    /// <summary>Null where nothing was just done, or the person speaks of something else.</summary>
    public static async Task<string?> Answer(Talk talk)
    {
        var proposed = talk.Turn.Pending is { Type: PendingTypes.ConfirmEvent };
        if ((talk.Turn.Pending is not null && !proposed) || talk.Before is not [.., { ByPerson: true }, { ByPerson: false, Text: var said }]
            || (said.Contains('?', StringComparison.Ordinal) && !proposed))
        {
            return null;
        }

        if (talk.Intents.Any(intent => !Loosely.Contains(intent.Name)) || New(talk) is not { } wanted)
            return null;

        // Of several things it can not be told which one is meant.
        if (await Targets.JustNamed(talk, said) is not [{ Kind: "event" or "task" or "habit" or "goal" } item])
            return null;

        // "Ой, в 9" to a proposal agrees to all but the hour.
        if (proposed && await talk.Tools.Call(ToolNames.Confirm, new NoArguments()) is not { Status: ToolStatus.Done })
            return null;
        return await Rescheduling.Reschedule(talk, wanted with { Target = item.Title });
    }

    private static Intent? New(Talk talk)
    {
        var wanted = new Intent(IntentName.Reschedule, 0, talk.Text.Length, 1);
        if (Weekends().IsMatch(talk.Text))
            return SpokenAnswer.Read(talk.Language.Name == "ru" ? "по будням" : "on weekdays", talk) is { } weekdays ? wanted with { When = weekdays } : null;
        if (Rather().Match(talk.Text) is { Success: true } rather && SpokenAnswer.Read(rather.Groups["time"].Value, talk) is { } instead)
            return wanted with { When = instead };
        if (talk.Intents.LastOrDefault(intent => intent.Shift is not null) is { } shifted)
            return wanted with { Shift = shifted.Shift };
        if (talk.Intents.LastOrDefault(intent => intent.When is not null || intent.Question is not null) is { } told)
            return told is { When: { Kind: SpokenDateKind.Duration } or { FromNow: not null } } ? null : wanted with { When = told.When, Question = told.Question };

        // "Не, 8": a number after a word of doubt is an hour.
        var bare = Number().Match(talk.Text);
        return bare.Success && int.Parse(bare.Groups["hour"].Value, CultureInfo.InvariantCulture) is > 0 and < 24 && SpokenAnswer.Read(bare.Groups["time"].Value, talk) is { } hour
            ? wanted with { When = hour }
            : null;
    }

    [GeneratedRegex(@"^(нет|не|неа|ой|ну|лучше|давай|nah|nope|no|oh|ok|better|make it|rather|sorry)([, ]+(нет|не|лучше|давай|actually|rather|make it|let's say))*[, ]+(в |на |at |to )?(?<time>(?<hour>\d{1,2})(:\d\d)?)[.! ]*$", Loose)]
    private static partial Regex Number();

    [GeneratedRegex(@"^((нет|ой|блин|ну|сорри|извини|oh|oops|crap|no|wait|sorry|i meant?)[, ]+)*(не |not )([^,.!?]{1,30}?)(,? а |, | but )(?<time>[^,.!?]{1,40})[.! ]*$", Loose)]
    private static partial Regex Rather();

    [GeneratedRegex(@"^(но |только |but )?(кроме|except|not|but not)( по| on| for)?( the)? (выходных|weekends?)[.! ]*$", Loose)]
    private static partial Regex Weekends();
}
