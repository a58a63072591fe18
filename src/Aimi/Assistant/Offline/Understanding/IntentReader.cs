using System.Globalization;
using Aimi.Language;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>
/// Reads what a person wants out of what they say, in Russian and English, by rules: a message is cut into clauses, the words of time are taken out, and the
/// first turn of phrase that fits the rest tells the intent and its slots. Pure: the same words at the same time mean the same.
/// </summary>
public static class IntentReader
{
    /// <summary>A longer text, in UTF-16 units, or one of more sentences, is a story: of it counts only what is asked of Aimi in so many words.</summary>
    private const int LongText = 600;
    private const int ManySentences = 12;

    /// <summary>Of a story, how many sentences are read from its beginning and from its end: that is where people ask.</summary>
    private const int ReadOfStory = 8;

    /// <param name="now">What the person's wall clock says.</param>
    /// <param name="language">In which to read; words of the other one are not understood.</param>
    /// <param name="zone">Of that clock, an IANA name; null: what is said by the clock of another zone is asked about.</param>
    /// <returns>In the order of the message, their stretches within it; one <see cref="IntentName.Tell"/> where nothing is wanted; none of an empty text.</returns>
    public static IReadOnlyList<Intent> Read(string text, DateTime now, CultureInfo language, string? zone = null)
    {
        var sentences = Sentences.Of(text).Where(sentence => text.AsSpan(sentence).ContainsAnyExcept(" \t\r\n")).ToList();
        if (sentences.Count == 0)
            return [];

        var grammar = Grammar.Of(language);
        var story = text.Length > LongText || sentences.Count > ManySentences;
        var read = story && sentences.Count > 2 * ReadOfStory ? [.. sentences.Take(ReadOfStory), .. sentences.TakeLast(ReadOfStory)] : sentences;
        var clauses = new Clauses(grammar, text, now, language, zone);
        var slots = new Slots(grammar, now);
        var intents = new List<Intent>();
        foreach (var clause in read.SelectMany(sentence => clauses.Of(sentence, story)))
        {
            var match = grammar.Match(clause.Words, rule => (rule.Strong || !story) && clause.Holds(rule, now));
            intents.AddRange(match is var (rule, found) ? slots.Fill(clause, rule, found) : [slots.Tell(clause)]);
        }

        return Together.Of(intents, () => new Intent(IntentName.Tell, 0, text.Length, 0.5), text, grammar);
    }
}
