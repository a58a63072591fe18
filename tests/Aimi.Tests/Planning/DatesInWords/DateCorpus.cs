using System.Globalization;
using Aimi.Planning.DatesInWords;

namespace Aimi.Tests.Planning.DatesInWords;

/// <summary>
/// Phrases with what they mean, written for this project. A line is the phrase, what the wall clock says (empty: Wednesday, 11 March 2026, noon) and the
/// meaning, see
/// <see cref="Meaning"/>. Every third line is held out: no rule is made for it.
/// </summary>
internal sealed record DatedPhrase(int Line, string Text, DateTime Now, string Expected)
{
    private static readonly DateTime Noon = new(2026, 3, 11, 12, 0, 0);

    public bool IsHeldOut => Line % 3 == 0;

    public bool SaysWhen => Expected is not ("ask" or "none");

    public static IReadOnlyList<DatedPhrase> Of(string language) =>
    [
        .. Checkout.Read($"tests/Aimi.Tests/Planning/DatesInWords/{language}.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, index) => (Cells: line.Split('\t'), Line: index + 1))
            .Select(row => new DatedPhrase(row.Line, row.Cells[0], Clock(row.Cells[1]), Meaning.Normal(row.Cells[2].Trim()))),
    ];

    private static DateTime Clock(string said) => said.Length == 0 ? Noon : DateTime.Parse(said, CultureInfo.InvariantCulture);
}

/// <summary>
/// What a phrase means, in a line: <c>day</c>, <c>at</c>, <c>range a..b</c>, <c>by</c>, <c>for h:mm</c>, <c>rule RRULE @first</c>, several with "; " between
/// them in
/// the order of time; <c>ask</c>, <c>none</c>.
/// </summary>
internal static class Meaning
{
    public static string Of(DateReading reading) =>
        reading.Question is not null ? "ask"
        : reading.Dates.Count == 0 ? "none"
        : Normal(string.Join("; ", reading.Dates.Select(Of)));

    /// <summary>The parts of a rule, and the dates of a phrase, in one order.</summary>
    public static string Normal(string meaning) => string.Join("; ", meaning.Split("; ").Select(Ordered).Order(StringComparer.Ordinal));

    private static string Ordered(string date)
    {
        var words = date.Split(' ');
        if (words[0] == "rule")
            words[1] = string.Join(';', words[1].Split(';').Order(StringComparer.Ordinal));
        return string.Join(' ', words);
    }

    private static string Of(SpokenDate date)
    {
        var beside = date is { Kind: not SpokenDateKind.Duration, Duration: { } length } ? " for " + Length(length) : "";
        return date.Kind switch
        {
            SpokenDateKind.Instant => "at " + Text(date.From, date),
            SpokenDateKind.Day => "day " + Text(date.From, date),
            SpokenDateKind.Range => $"range {Text(date.From, date)}..{Text(date.To!.Value, date)}",
            SpokenDateKind.Deadline => "by " + Text(date.From, date),
            SpokenDateKind.Duration => "for " + Length(date.Duration!.Value),
            _ => $"rule {date.RepeatRule} @{Text(date.From, date)}" + date.To?.ToString("'..T'HH:mm", CultureInfo.InvariantCulture),
        } + beside;
    }

    private static string Text(DateTime wall, SpokenDate date) => wall.ToString(date.AllDay ? "yyyy-MM-dd"
        : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static string Length(TimeSpan length) => length.ToString(length.Days > 0 ? @"d\.h\:mm" : @"h\:mm", CultureInfo.InvariantCulture);
}
