using System.Text.RegularExpressions;
using Aimi.Language;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>"Раньше вставать, по будням в 6:30" is in the morning, though half past six alone is the evening.</summary>
internal static partial class Mornings
{
    private static readonly string[] Early = ["вста", "просыпа", "проснут", "подъ", "зарядк", "завтрак", "разминк", "wake", "get", "breakfast", "rise", "morn"];

    public static DateTime Hour(string title, SpokenDate when) =>
        when.From.Hour is >= 13 and <= 22 && BareHour().IsMatch(when.Text)
        && Stems.OfText(title).Concat(Words.Of(title).Select(word => word.Text)).Any(word => Early.Any(early => word.StartsWith(early, StringComparison.Ordinal)))
            ? when.From.AddHours(-12)
            : when.From;

    [GeneratedRegex(@"(^|[^\d:.])([1-9]|1[0-2])(:\d\d)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex BareHour();
}
