using System.Globalization;
using System.Resources;

namespace Aimi.Planning.DatesInWords;

/// <summary>The questions about dates, of <c>DateTexts.resx</c>.</summary>
internal static class DateTexts
{
    private static readonly ResourceManager Resources = new("Aimi.Planning.DatesInWords.DateTexts", typeof(DateTexts).Assembly);

    /// <param name="said">The person's words.</param>
    public static string Question(DoubtKind doubt, string said, IReadOnlyList<SpokenDate> candidates, CultureInfo culture)
    {
        var shown = candidates.Select(candidate => Shown(candidate, culture)).Distinct(StringComparer.Ordinal).ToList();
        return shown.Count > 1
            ? Text("Which", culture, said, string.Join(Text("Or", culture), shown))
            : Text(doubt.ToString(), culture, said);
    }

    private static string Shown(SpokenDate date, CultureInfo culture)
    {
        var day = date.From.ToString(Text("Day", culture), culture);
        if (!date.AllDay)
            return day + date.From.ToString(Text("Time", culture), culture);
        return date.To is { } to ? day + " – " + to.ToString(Text("Day", culture), culture) : day;
    }

    private static string Text(string key, CultureInfo culture, params object[] values)
    {
        var text = Resources.GetString(key, culture) ?? throw new MissingManifestResourceException(key);
        return values.Length == 0 ? text : string.Format(culture, text, values);
    }
}
