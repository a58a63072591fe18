using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Aimi.Hosting.Resources;

/// <summary>Durations as ISO 8601 writes them, of weeks to seconds: <c>PT2H</c>, <c>P1DT12H</c>, <c>P1W</c>. Months and years are no length.</summary>
public static partial class Durations
{
    public static string Text(TimeSpan duration) => XmlConvert.ToString(duration);

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text is "P" || text.EndsWith('T') || Form().Match(text) is not { Success: true } match)
            return false;

        duration = TimeSpan.FromDays((7 * Part("weeks")) + Part("days")) + TimeSpan.FromHours(Part("hours"))
            + TimeSpan.FromMinutes(Part("minutes")) + TimeSpan.FromSeconds(Part("seconds"));
        return true;

        int Part(string name) => match.Groups[name] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(
        "^P((?<weeks>[0-9]{1,5})W)?((?<days>[0-9]{1,5})D)?(T((?<hours>[0-9]{1,5})H)?((?<minutes>[0-9]{1,5})M)?((?<seconds>[0-9]{1,5})S)?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}
