using System.Globalization;

namespace Aimi.Language;

/// <summary>Which form a counted word takes beside a number: resources hold it as <c>Days.One</c>, <c>Days.Few</c>, <c>Days.Many</c>.</summary>
public static class PluralForm
{
    // Unicode's plural rules (CLDR) for whole numbers: 1, 21, 31 день; 2-4, 22-24 дня; 0, 5-20, 25 дней.
    public static string Of(int number, CultureInfo language) => language.TwoLetterISOLanguageName == "ru"
        ? (number % 10, number % 100) switch
        {
            (_, >= 11 and <= 14) => "Many",
            (1, _) => "One",
            ( >= 2 and <= 4, _) => "Few",
            _ => "Many",
        }
        : number == 1 ? "One" : "Many";
}
