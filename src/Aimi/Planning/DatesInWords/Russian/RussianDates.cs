using System.Globalization;
using Aimi.Language;

namespace Aimi.Planning.DatesInWords;

/// <summary>Time in Russian.</summary>
internal sealed class RussianDates : DateLanguage
{
    public override CultureInfo Culture => SpokenLanguage.Russian;

    public override Lexicon Lexicon { get; } = new([], []);

    public override IReadOnlyList<Rule> Rules => [];

    public override bool MonthFirst => false;

    public override bool SpeaksOfPast(Phrase phrase) => false;

    public override bool IsGlue(Phrase phrase, int at) => false;

    public override bool IsMeasure(Phrase phrase, int at) => false;

    public override bool NamesNumber(Phrase phrase, int at) => false;

    public override bool IsTimeWord(Phrase phrase, int at) => false;
}
