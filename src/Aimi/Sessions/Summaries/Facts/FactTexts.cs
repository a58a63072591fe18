using System.Globalization;
using System.Resources;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>The narrator's sentences, of <c>SummaryTexts.resx</c>.</summary>
internal static class FactTexts
{
    private static readonly ResourceManager Resources = new("Aimi.Sessions.Summaries.SummaryTexts", typeof(FactTexts).Assembly);

    /// <summary>A fact as the narrator tells it.</summary>
    /// <param name="key">Of <see cref="FactRule.Text"/>.</param>
    /// <param name="culture">Of the language of the words that it is made of.</param>
    /// <param name="phrase">Stands for {0}.</param>
    /// <param name="relation">Its word stands for {1}.</param>
    /// <param name="value">In its first form it stands for {2}.</param>
    public static string Of(string key, CultureInfo culture, string phrase, string? relation, string value)
    {
        var name = Places.FirstForm(Words.Fold(value)) ?? GivenNames.Show(value);
        var kin = relation is null ? "" : Find("Relation_" + relation, culture) ?? "";
        return Narrator.Capital(Get(key, culture, Ended(key, Narrator.Tell(phrase)), kin, name));
    }

    // "Больше не курит": the habit's verb stands in the middle there.
    private static string Ended(string key, string phrase) => key == "HabitEnded" ? Narrator.Small(phrase) : phrase;

    /// <summary>What stands before the person's words in such a sentence.</summary>
    public static string Beginning(string key, string value) => Get(key, SpokenLanguage.Of(value, locale: null)).Split('{')[0];

    public static string Get(string key, CultureInfo culture, params object[] values)
    {
        var text = Find(key, culture) ?? throw new MissingManifestResourceException(key);
        return values.Length == 0 ? text : string.Format(culture, text, values);
    }

    private static string? Find(string key, CultureInfo culture) => Resources.GetString(key, culture);
}
