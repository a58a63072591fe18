using System.Globalization;
using Aimi.Language;

namespace Aimi.Planning.DatesInWords;

/// <summary>Time in English.</summary>
internal sealed class EnglishDates : DateLanguage
{
    public override CultureInfo Culture => SpokenLanguage.English;

    public override Lexicon Lexicon { get; } = new([], []);

    public override IReadOnlyList<Rule> Rules => [];

    public override bool MonthFirst => true;

    public override bool SpeaksOfPast(Phrase phrase) => false;

    public override bool IsGlue(Phrase phrase, int at) => false;

    public override bool IsMeasure(Phrase phrase, int at) => false;

    public override bool NamesNumber(Phrase phrase, int at) => false;

    public override bool IsTimeWord(Phrase phrase, int at) => false;
}
