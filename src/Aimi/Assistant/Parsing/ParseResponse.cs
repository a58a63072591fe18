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
public sealed record ParseResponse(string Now, string Timezone, IReadOnlyList<ParsedDate> Dates, ParsedQuestion? Question, ParsedIntent? Intent)
{
    internal static ParseResponse Of(DateReading reading, Intent? intent, ParseClock clock, CultureInfo language)
    {
        var question = reading.Question ?? intent?.Question;
        return new ParseResponse(
            clock.Write(clock.Now),
            clock.Zone,
            [.. reading.Dates.Select(date => ParsedDate.Of(date, clock, language))],
            question is null ? null : new ParsedQuestion(question.Text, [.. question.Candidates.Select(date => ParsedDate.Of(date, clock, language))]),
            intent is null ? null : new ParsedIntent(intent.Name, ParsedSlots.Of(intent, clock, language)));
    }
}

/// <param name="Text">The question, in the language of the sentence.</param>
/// <param name="Candidates">What it could mean, the likeliest first; may be empty.</param>
public sealed record ParsedQuestion(string Text, IReadOnlyList<ParsedDate> Candidates);

/// <param name="Slots">What was said of it.</param>
public sealed record ParsedIntent(IntentName Name, ParsedSlots Slots);
