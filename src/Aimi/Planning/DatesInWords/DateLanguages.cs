using System.Globalization;
using Aimi.Planning.DatesInWords.English;
using Aimi.Planning.DatesInWords.Russian;

namespace Aimi.Planning.DatesInWords;

/// <summary>A language with all the rules that read it, ready to run.</summary>
internal sealed record DateGrammar(DateLanguage Language, IReadOnlyList<Rule> Rules)
{
    public static DateGrammar Of(DateLanguage language) => new(language, [.. language.Rules, .. new NumericRules(language).Rules]);
}

internal static class DateLanguages
{
    private static readonly DateGrammar Russian = DateGrammar.Of(new RussianDates());
    private static readonly DateGrammar English = DateGrammar.Of(new EnglishDates());

    public static DateGrammar Of(CultureInfo culture) => culture.TwoLetterISOLanguageName == "ru" ? Russian : English;
}
