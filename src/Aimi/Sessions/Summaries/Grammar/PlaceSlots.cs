using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Places and who people work for.</summary>
internal static class PlaceSlots
{
    private const int LongestName = 3;

    // One works in them, but not for them.
    private static readonly FrozenSet<string> Tools = WordList.Of("excel word powerpoint photoshop figma zoom jira slack notion teams python java sql autocad 1c 1с");

    /// <summary>After a preposition: a known place, or a name in capitals.</summary>
    public static Filled? Place(Sentence sentence, int at)
    {
        if (KnownPlace(sentence, at) is { } known)
            return new Filled([known]);

        return InCapitals(sentence, at) is { } name && !Workplaces.Contains(sentence[name.End - 1]) ? new Filled([name]) : null;
    }

    /// <summary>Where one goes: "в Москву", but not "в Москве".</summary>
    public static Filled? Towards(Sentence sentence, int at) =>
        Place(sentence, at) is not { } place ? null
        : Places.FirstForm(sentence[at].Text) is { } first && sentence[at].Text[^1] == 'е' && first[^1] != 'е' ? null
        : place;

    public static Span? KnownPlace(Sentence sentence, int at)
    {
        for (var length = LongestName; length > 0; length--)
        {
            if (Within(sentence, at, length) && Places.FirstForm(Folded(sentence, at, length)) is not null)
                return new Span(at, at + length);
        }

        return null;
    }

    /// <summary>Who one works for: a name, or a kind of place with what describes it ("детской больнице").</summary>
    public static Filled? Organisation(Sentence sentence, int at) => OrganisationName(sentence, at) ?? Workplace(sentence, at);

    public static Filled? Workplace(Sentence sentence, int at)
    {
        var start = at;
        while (start < sentence.Count && sentence[start].Text is "a" or "an" or "the" or "our" or "local")
            start++;
        for (var end = start; end < sentence.Count && end < start + LongestName && (end == start || !sentence[end].Apart); end++)
        {
            if (StopWords.Contains(sentence[end].Text))
                return null;

            // "A law firm", "a children's hospital": the last of them says what it is.
            if (Workplaces.Contains(sentence[end]) && !(end + 1 < sentence.Count && !sentence[end + 1].Apart && Workplaces.Contains(sentence[end + 1])))
                return new Filled([new Span(start, end + 1)]);
        }

        return null;
    }

    /// <summary>"I work in London" does not say for whom.</summary>
    public static Filled? OrganisationName(Sentence sentence, int at) =>
        InCapitals(sentence, at) is { } name && Places.FirstForm(sentence[at].Text) is null && !Tools.Contains(sentence[at].Text) ? new Filled([name]) : null;

    /// <summary>Up to three words with capitals that are no days, months or small words.</summary>
    public static Span? InCapitals(Sentence sentence, int at)
    {
        var end = at;
        while (end < sentence.Count && end < at + LongestName && (end == at || !sentence[end].Apart) && IsName(sentence[end]))
            end++;
        return end > at ? new Span(at, end) : null;
    }

    private static bool IsName(Token word) =>
        word.Capital && word.Length > 1 && !StopWords.Contains(word.Text) && !WordList.TimeWords.Contains(word.Text) && !WordList.PhraseEnds.Contains(word.Text);

    private static bool Within(Sentence sentence, int at, int length) =>
        at + length <= sentence.Count && !sentence.Any(word => word.Apart, at + 1, at + length);

    private static string Folded(Sentence sentence, int at, int length) =>
        length == 1 ? sentence[at].Text : string.Join(' ', Enumerable.Range(at, length).Select(index => sentence[index].Text));
}
