using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>Reads in a sentence how the person feels: with "not", "very" and "a bit", and not how others do.</summary>
internal static class Feelings
{
    private const int ReachOfNot = 3;

    private static readonly FrozenSet<string> Stronger = WordList.Of("очень так ужасно безумно совсем прям настолько really very so extremely super totally");
    private static readonly FrozenSet<string> Weaker = WordList.Of("немного чуть чуть-чуть слегка bit slightly little somewhat");

    public static IEnumerable<(string Label, double Valence)> In(Sentence sentence, Sentence? before)
    {
        if (sentence.IsQuestion || !Statements.Asserts(sentence))
            yield break;

        for (var at = 0; at < sentence.Count; at++)
        {
            if (sentence[at].Quoted || MoodWords.Of(sentence, at) is not { } mood || OnlyStrengthens(sentence, at))
                continue;
            if (Statements.SpeaksOfOthers(sentence, at, before) && !sentence.Any(word => word.Text is "мне" or "меня" or "me", 0, at))
                continue;

            yield return Weighed(sentence, at, mood);
        }
    }

    // "Ужасно устала": only the second says how.
    private static bool OnlyStrengthens(Sentence sentence, int at) =>
        Stronger.Contains(sentence[at].Text) && at + 1 < sentence.Count && MoodWords.Of(sentence, at + 1) is not null;

    private static (string Label, double Valence) Weighed(Sentence sentence, int at, (string Label, double Valence) mood)
    {
        var from = Math.Max(0, at - ReachOfNot);
        while (from < at && sentence.Any(word => word.Apart, from + 1, at + 1))
            from++;

        // Who is not sad need not be glad.
        if (sentence.Any(word => WordList.Negations.Contains(word.Text) && word.Text is not "no", from, at))
            return mood.Valence > 0 ? ("low", -0.5 * mood.Valence) : ("calm", -0.3 * mood.Valence);

        var weight = sentence.Any(word => Weaker.Contains(word.Text), from, at) ? 0.6 : sentence.Any(word => Stronger.Contains(word.Text), from, at) ? 1.25 : 1;
        return (mood.Label, Math.Clamp(mood.Valence * weight, -1, 1));
    }
}
