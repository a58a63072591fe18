using System.Globalization;
using System.Resources;

namespace Aimi.Cli;

/// <summary>The client's own words in the person's language.</summary>
internal sealed class Phrases(CultureInfo culture)
{
    private static readonly ResourceManager Resources = new("Aimi.Cli.Phrases", typeof(Phrases).Assembly);

    // POSIX's order of precedence.
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    public CultureInfo Culture { get; } = culture;

    public string this[Phrase phrase] => Text(phrase.ToString());

    public string Format(Phrase phrase, params object?[] values) => string.Format(Culture, this[phrase], values);

    /// <summary>The count is {0}, what else is given {1} and so on.</summary>
    public string Count(Phrase phrase, int count, params object?[] values) =>
        string.Format(Culture, Text($"{phrase}.{PluralForm(count)}"), [count, .. values]);

    /// <summary>The person's language: what was asked for, else the first of LC_ALL, LC_MESSAGES and LANG that is set, else the system's.
    /// Anything but Russian is English.</summary>
    public static CultureInfo Choose(string? asked, Func<string, string?> environment)
    {
        var name = asked
            ?? LocaleVariables.Select(environment).FirstOrDefault(v => !string.IsNullOrEmpty(v))
            ?? CultureInfo.CurrentUICulture.Name;
        var language = name.Split('_', '-', '.', '@')[0];
        return CultureInfo.GetCultureInfo(string.Equals(language, "ru", StringComparison.OrdinalIgnoreCase) ? "ru" : "en");
    }

    private string Text(string key) => Resources.GetString(key, Culture) ?? throw new MissingManifestResourceException(key);

    // The categories of CLDR for whole numbers in the two languages.
    private string PluralForm(int count)
    {
        if (Culture.TwoLetterISOLanguageName is not "ru")
        {
            return count == 1 ? "one" : "other";
        }

        return (count % 10, count % 100) switch
        {
            (1, not 11) => "one",
            ( >= 2 and <= 4, not (>= 12 and <= 14)) => "few",
            _ => "many",
        };
    }
}
