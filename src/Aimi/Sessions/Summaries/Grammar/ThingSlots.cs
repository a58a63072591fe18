using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>What somebody likes, or cannot bear: a few words that name a thing or a doing.</summary>
internal static class ThingSlots
{
    private const int LongestThing = 3;
    private const int LongestDoing = 6;
    private const int LongestList = 8;

    /// <summary>One thing.</summary>
    public static Filled? Thing(Sentence sentence, int at) => One(sentence, at) is { } thing ? new Filled([thing]) : null;

    /// <summary>A thing, or several with commas and "and" between them.</summary>
    public static Filled? List(Sentence sentence, int at)
    {
        if (One(sentence, at) is not { } first)
            return null;

        var things = new List<Span> { first };
        while (things.Count < LongestList && Next(sentence, things[^1].End) is { } next)
            things.Add(next);
        return new Filled(things);
    }

    /// <summary>What a film or a book is called: what stands in quotation marks, or a thing.</summary>
    public static Filled? Title(Sentence sentence, int at)
    {
        var end = at;
        while (end < sentence.Count && sentence[end].Quoted)
            end++;
        return end > at ? new Filled([new Span(at, end)]) : Thing(sentence, at);
    }

    private static Span? One(Sentence sentence, int at)
    {
        while (at + 1 < sentence.Count && sentence[at].Text is "a" or "an" or "the" or "some" && !sentence[at + 1].Apart)
            at++;
        if (at >= sentence.Count || WordList.Vague.Contains(sentence[at].Text) || WordList.PhraseEnds.Contains(sentence[at].Text))
            return null;

        return VerbForms.IsInfinitive(sentence, at) || VerbForms.IsGerund(sentence[at].Text) ? Doing(sentence, at)
            : StopWords.Contains(sentence[at].Text) || IsSomebody(sentence[at]) ? null
            : Noun(sentence, at);
    }

    private static Span? Noun(Sentence sentence, int at)
    {
        var end = at;
        while (end < sentence.Count && end < at + LongestThing && (end == at || !sentence.EndsAt(end)) && IsNamed(sentence[end]))
            end++;
        return end > at && !WordList.Vague.Contains(sentence[end - 1].Text) ? new Span(at, end) : null;
    }

    // A doing goes on to the end of its clause: "walking by the river".
    private static Span Doing(Sentence sentence, int at)
    {
        var end = at + 1;
        while (end < sentence.Count && end < at + LongestDoing && !sentence.EndsAt(end) && !WordList.PhraseEnds.Contains(sentence[end].Text))
            end++;

        // It does not end with "by the".
        while (end > at + 1 && StopWords.Contains(sentence[end - 1].Text))
            end--;
        return new Span(at, end);
    }

    // An item has its clause for itself: "кофе, чай и шоколад", but not "кофе, без него не просыпаюсь".
    private static Span? Next(Sentence sentence, int end)
    {
        if (end >= sentence.Count)
            return null;

        var at = end;
        var joined = WordList.ListWords.Contains(sentence[at].Text);
        if (joined)
            at++;
        if (at >= sentence.Count || (!joined && !sentence[at].Apart) || WordList.Leads.Contains(sentence[at].Text))
            return null;

        return One(sentence, at) is { } item && sentence.EndsAt(item.End) ? item : null;
    }

    // Whom one loves is no taste.
    private static bool IsSomebody(Token word) =>
        (word.Capital && GivenNames.FirstForm(word.Text) is not null) || (Relations.KeyOf(word.Text) is { } key && key is not ("dog" or "cat" or "children"));

    private static bool IsNamed(Token word) =>
        !StopWords.Contains(word.Text) && !WordList.PhraseEnds.Contains(word.Text) && !WordList.TimeWords.Contains(word.Text) && !WordList.Negations.Contains(word.Text)
        && !VerbForms.LooksFinite(word.Text) && word.Text != "'s";
}
