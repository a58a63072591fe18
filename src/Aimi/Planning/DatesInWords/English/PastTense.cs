using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Tells whether a sentence says what was: "I went to the cinema on Monday".</summary>
internal static class PastTense
{
    private static readonly FrozenSet<string> Irregular = Set(
        "was were went did had saw came got made took gave said told knew thought found left felt kept met ran sat slept spoke spent ate drank bought "
            + "brought built caught chose cut drew drove fell flew forgot"
        + " grew heard held hurt lost paid read rode rang rose sang sent shot slept stood swam taught threw understood woke wore won wrote began broke "
        + "became didn't wasn't weren't fought hit quit been done seen gone");

    // "-ed" that is no past: "need", "bed"; and what is planned: "I am supposed to".
    private static readonly FrozenSet<string> NotPast = Set(
        "need feed seed speed breed bleed indeed exceed proceed succeed weed reed bed red wed shed ted fed med led sled supposed scheduled planned "
            + "interested tired bored married used based detailed related"
        + " unlimited limited united advanced red hundred sacred naked fixed mixed updated required expected recommended shared postponed moved "
        + "rescheduled cancelled canceled delayed booked");

    // What asks, wishes or intends looks ahead, whatever else stands in the sentence.
    private static readonly FrozenSet<string> Ahead = Set(
        "will i'll we'll you'll he'll she'll they'll it'll won't shall going remind let's lets please schedule book plan add create move reschedule "
            + "cancel should must need want would could can gonna tomorrow tonight next");

    public static bool Is(Phrase phrase)
    {
        var past = false;
        for (var at = 0; at < phrase.Count; at++)
        {
            var word = phrase[at].Text;
            if (Ahead.Contains(word))
                return false;
            past |= IsPast(phrase, at, word);
        }

        return past;
    }

    private static bool IsPast(Phrase phrase, int at, string word) =>
        word is "yesterday" or "ago" or "since"
        || (word == "read" ? phrase.Is(at - 1, "i", "we", "he", "she", "they")
        : word is "cut" or "hit" or "hurt" or "quit" or "sat" or "ran" or "shot" or "set" ? phrase.Is(at - 1, "i", "we", "he", "she", "they")
        : word is "got" ? !phrase.Is(at + 1, "to") && !phrase.Is(at - 1, "i've", "we've", "you've", "have", "has")
        : word is "left" ? !phrase.Is(at - 1, "the", "is", "are", "have") : Irregular.Contains(word))
        || (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) && phrase[at].Kind is TokenKind.Word && !NotPast.Contains(word)
        && phrase[at].Meaning.Kind is MeaningKind.None && IsVerb(phrase, at));

    // "I called", "we both liked it", "finished the report on Monday"; not "the planned one", "is needed".
    private static bool IsVerb(Phrase phrase, int at) =>
        !phrase.Is(at - 1, "the", "a", "an", "my", "be", "is", "are", "get", "to", "am", "i'm", "we're", "being", "our", "your",
            "their", "his", "her", "its", "not");

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
