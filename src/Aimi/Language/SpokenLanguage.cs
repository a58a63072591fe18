using System.Globalization;

namespace Aimi.Language;

/// <summary>The two languages that Aimi speaks.</summary>
public static class SpokenLanguage
{
    public static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>The language to answer a text in: its own by its letters, the person's where it has none; English with the person's region.</summary>
    public static CultureInfo Of(string text, string? locale)
    {
        var cyrillic = text.Count(letter => letter is >= 'Ѐ' and <= 'ӿ');
        var latin = text.Count(char.IsAsciiLetter);
        var russian = cyrillic + latin == 0 ? locale?.StartsWith("ru", StringComparison.OrdinalIgnoreCase) == true : cyrillic * 2 >= latin;
        return russian ? Russian : OfRegion(locale);
    }

    // "en-GB" writes 4 March as 04/03, and keeps Mother's Day in March.
    private static CultureInfo OfRegion(string? locale)
    {
        if (locale?.StartsWith("en-", StringComparison.OrdinalIgnoreCase) != true)
            return English;
        try
        {
            return CultureInfo.GetCultureInfo(locale, predefinedOnly: true) is { IsNeutralCulture: false } culture ? culture : English;
        }
        catch (CultureNotFoundException)
        {
            return English;
        }
    }
}
