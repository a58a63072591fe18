using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>What people do for a living, what they study, what they suffer from: a known word with what describes it.</summary>
internal static class TradeSlots
{
    private const int MostModifiers = 3;

    // What one was, and what one would only like to be.
    private static readonly FrozenSet<string> Former = WordList.Of("бывший бывшая бывшим бывшей будущий будущая former ex future retired aspiring");

    /// <summary>In any form: "работаю врачом".</summary>
    public static Filled? Profession(Sentence sentence, int at) => Described(sentence, at, Professions.Contains) is { } span ? new Filled([span]) : null;

    /// <summary>In its first form, as after "I am": "я врач", but not "я врачу позвонила".</summary>
    public static Filled? Trade(Sentence sentence, int at) => Described(sentence, at, Professions.IsFirstForm) is { } span ? new Filled([span]) : null;

    /// <summary>A trade that somebody pays for: a student at a university does not work for it.</summary>
    public static Filled? Employee(Sentence sentence, int at) =>
        Trade(sentence, at) is { } trade && sentence[trade.End - 1].Text is not ("student" or "студент" or "студентка") ? trade : null;

    public static Filled? Condition(Sentence sentence, int at) =>
        Described(sentence, at, word => Conditions.KeyOf(word) is not null) is not { } span || IsOfOthers(sentence, span.End) ? null
        : new Filled([WithType(sentence, span)], Conditions.KeyOf(sentence[span.End - 1]));

    /// <summary>Where or what one studies: a name in capitals, or words up to where a phrase ends.</summary>
    public static Filled? Study(Sentence sentence, int at)
    {
        if (PlaceSlots.Organisation(sentence, at) is { } place)
            return place;
        if (ThingSlots.Thing(sentence, at) is not { } subject)
            return null;

        // "Law at Oxford" is one answer.
        var end = subject.End;
        return end + 1 < sentence.Count && sentence[end].Text is "at" or "в" && PlaceSlots.InCapitals(sentence, end + 1) is { } school
            ? new Filled([new Span(at, school.End)])
            : subject;
    }

    private static Span? Described(Sentence sentence, int at, Func<Token, bool> isHead)
    {
        for (var end = at; end < sentence.Count && end <= at + MostModifiers && (end == at || !sentence[end].Apart); end++)
        {
            if (isHead(sentence[end]) && !GoesOn(sentence, end + 1, isHead))
                return new Span(at, end + 1);
            if (StopWords.Contains(sentence[end].Text) || Former.Contains(sentence[end].Text) || Relations.KeyOf(sentence[end].Text) is not null)
                return null;
        }

        return null;
    }

    // "A software engineer" is one; "a doctor's daughter" and "a diabetes nurse" are not what the first word says.
    private static bool GoesOn(Sentence sentence, int next, Func<Token, bool> isHead) =>
        next < sentence.Count && !sentence[next].Apart && (isHead(sentence[next]) || sentence[next].Text == "'s");

    // "I have diabetes in my family"
    private static bool IsOfOthers(Sentence sentence, int next) =>
        !sentence.EndsAt(next) && char.IsAsciiLetter(sentence[next].Text[0]) && (sentence[next].Text == "in" || !StopWords.Contains(sentence[next].Text));

    // "диабет второго типа"
    private static Span WithType(Sentence sentence, Span span) =>
        span.End + 1 < sentence.Count && sentence[span.End + 1].Text is "типа" or "степени" && !sentence[span.End].Apart ? span with { End = span.End + 2 } : span;
}
