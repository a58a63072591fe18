using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>What somebody means to do: from the verb to where the clause ends.</summary>
internal static class ActionSlots
{
    private const int LongestAction = 10;

    private static readonly FrozenSet<string> Comparatives = WordList.Of("больше меньше чаще реже раньше позже лучше");

    /// <summary>A Russian infinitive or, where "to" stood before it, an English one, or a gerund; not what everybody wants every day.</summary>
    public static Filled? Doing(Sentence sentence, int at)
    {
        // "Меньше работать" is another wish than "работать".
        var compares = Comparatives.Contains(sentence[at].Text) && !sentence.EndsAt(at + 1);
        var verb = sentence[compares ? at + 1 : at];
        if (WordList.Trivial.Contains(verb.Text) && !compares && !GoesSomewhere(sentence, at))
            return null;

        var english = verb.Text.AsSpan().IndexOfAnyInRange('a', 'z') >= 0;
        if (english ? Language.StopWords.Contains(verb.Text) || at == 0 : !VerbForms.IsInfinitive(verb.Text))
            return null;

        return new Filled([new Span(at, EndOfClause(sentence, at))]);
    }

    public static Filled? Rest(Sentence sentence, int at) => new([new Span(at, EndOfClause(sentence, at))]);

    /// <summary>A word that says something and names nobody.</summary>
    public static Filled? Any(Sentence sentence, int at) =>
        Language.StopWords.Contains(sentence[at].Text) || (sentence[at].Capital && GivenNames.FirstForm(sentence[at].Text) is not null)
            ? null
            : new Filled([new Span(at, at + 1)]);

    // "Go to Georgia" is a plan, "go home" is not.
    private static bool GoesSomewhere(Sentence sentence, int at) =>
        sentence[at].Text == "go" && at + 2 < sentence.Count && sentence[at + 1].Text == "to" && sentence[at + 2].Capital;

    private static int EndOfClause(Sentence sentence, int at)
    {
        var end = at + 1;
        while (end < sentence.Count && end < at + LongestAction && !sentence.EndsAt(end) && !WordList.Speaker.Contains(sentence[end].Text))
            end++;

        // It does not end with "in the"; the "am" of "8 am" is no verb.
        while (end > at + 1 && Language.StopWords.Contains(sentence[end - 1].Text) && !(sentence[end - 1].Text == "am" && char.IsAsciiDigit(sentence[end - 2].Text[0])))
            end--;
        return end;
    }
}
