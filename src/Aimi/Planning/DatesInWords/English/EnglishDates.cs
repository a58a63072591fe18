using System.Globalization;
using Aimi.Language;

namespace Aimi.Planning.DatesInWords.English;

/// <summary>Time in English.</summary>
internal sealed class EnglishDates : DateLanguage
{
    public override CultureInfo Culture => SpokenLanguage.English;

    public override Lexicon Lexicon => EnglishLexicon.Words;

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        RepeatRules.Every,
        RepeatRules.Plural,
        RepeatRules.Adverb,
        RepeatRules.Times,
        IdiomRules.Read,
        MonthlyRules.Read,
        DayRules.Relative,
        DayRules.SameTime,
        DayRules.Later,
        DayRules.Near,
        DayRules.Counted,
        DayRules.OfWeek,
        DayRules.OfMonth,
        DateRules.Read,
        HolidayRules.Read,
        SlashedRules.Read,
        ClockRules.Read,
        ClockOffsetRules.Read,
        PartRules.Read,
        ShiftRules.Following,
        ShiftRules.Read,
        ShiftRules.Length,
        PeriodRules.Read,
        LinkRules.Read,
        LinkRules.Bare,
    ];

    public override bool MonthFirst => true;

    public override bool SpeaksOfPast(Phrase phrase) => PastTense.Is(phrase);

    public override bool IsGlue(Phrase phrase, int at) =>
        phrase.Is(at, "the", "of", "on", "at", "around", "about", "like", "say", "maybe", "sometime", "exactly", "-", "@", "in", ".")
        && !(phrase.Is(at, ".") && phrase[at + 1].Spaced && phrase[at + 1].Kind is TokenKind.Word && char.IsUpper(phrase.Text[phrase[at + 1].Start]));

    public override bool IsMeasure(Phrase phrase, int at) => Nouns.IsMeasure(phrase, at);

    public override bool NamesNumber(Phrase phrase, int at) => Nouns.NamesNumber(phrase, phrase.Is(at, ":") ? at - 1 : at);

    public override bool Excepts(Phrase phrase, int at) => phrase.Is(at, "except", "excepting", "excluding", "instance", "instances");

    public override bool IsTimes(Phrase phrase, int at) =>
        phrase.Is(at, "twice", "thrice") || (phrase[at].IsNumber && phrase.Is(at + 1, "times", "x", "occurrences"));

    public override bool Denies(Phrase phrase, int at) => phrase.Is(at, "not") && !phrase.Is(at - 1, "why", "if", "or");

    public override bool IsTimeWord(Phrase phrase, int at) =>
        phrase.Is(at, MeaningKind.RelativeDay)
        || (phrase.Is(at, MeaningKind.Weekday) && !phrase.Is(at, "sun", "sat", "mon", "wed", "fri"))
        || (phrase.Is(at, MeaningKind.Month) && !phrase.Is(at, "may", "march", "mar", "june", "april", "august", "jan", "dec", "sep", "jun"));
}
