using System.Globalization;
using Aimi.Assistant.Offline.Understanding;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Parsing;

/// <summary>How a sentence is understood.</summary>
/// <param name="Now">What was taken for now: a local time of the zone, with offset.</param>
/// <param name="Timezone">The zone that the times are of.</param>
/// <param name="Dates">What it says of time, in the order of the sentence.</param>
/// <param name="Question">What has to be asked before it can be planned; absent where it is clear.</param>
/// <param name="Intent">What the person wants: of several things the first that is more than small talk.</param>
/// <param name="Also">What else they want, in the order of the sentence, without small talk; absent where that is nothing. All of it can be said in the chat.</param>
public sealed record ParseResponse(
    string Now, string Timezone, IReadOnlyList<ParsedDate> Dates, ParsedQuestion? Question, ParsedIntent? Intent, IReadOnlyList<IntentName>? Also)
{
    /// <param name="intents">In the order of the sentence.</param>
    internal static ParseResponse Of(DateReading reading, IReadOnlyList<Intent> intents, ParseClock clock, CultureInfo language)
    {
        var wanted = intents.Where(intent => !IsSmallTalk(intent.Name)).ToList();
        var intent = wanted.Count > 0 ? wanted[0] : intents.Count > 0 ? intents[0] : null;
        var question = reading.Question ?? intent?.Question;
        return new ParseResponse(
            clock.Write(clock.Now),
            clock.Zone,
            [.. reading.Dates.Select(date => ParsedDate.Of(date, clock, language))],
            question is null ? null : new ParsedQuestion(question.Text, [.. question.Candidates.Select(date => ParsedDate.Of(date, clock, language))]),
            intent is null ? null : new ParsedIntent(intent.Name, ParsedSlots.Of(intent, clock, language)),
            wanted.Count > 1 ? [.. wanted.Skip(1).Select(other => other.Name)] : null);
    }

    private static bool IsSmallTalk(IntentName name) => name is IntentName.Tell or IntentName.Greeting or IntentName.Farewell or IntentName.Thanks
        or IntentName.HowAreYou or IntentName.WhoAreYou or IntentName.Confirm or IntentName.Reject;
}

/// <param name="Text">The question, in the language of the sentence.</param>
/// <param name="Candidates">What it could mean, the likeliest first; may be empty.</param>
public sealed record ParsedQuestion(string Text, IReadOnlyList<ParsedDate> Candidates);

/// <param name="Slots">What was said of it.</param>
public sealed record ParsedIntent(IntentName Name, ParsedSlots Slots);
