using System.Text.RegularExpressions;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>The metrics as docs/operations.md tells them to an operator.</summary>
internal sealed partial class MetricsTable
{
    private MetricsTable(string section)
    {
        foreach (Match set in Set().Matches(section))
            Sets[$"*{set.Groups["name"].Value}*"] = Words(set.Groups["values"].Value);
        foreach (Match row in Row().Matches(section))
            Metrics.Add(row.Groups["name"].Value, new DescribedMetric(row.Groups["type"].Value, row.Groups["unit"].Value, Labels(row.Groups["labels"].Value), IsRare(row.Groups["meaning"].Value)));
    }

    /// <summary>What stands in the table by a name, <c>*workers*</c>, and is told below it.</summary>
    public Dictionary<string, string[]> Sets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, DescribedMetric> Metrics { get; } = new(StringComparer.Ordinal);

    public static MetricsTable Read()
    {
        var document = Checkout.Read("docs/operations.md");
        var begin = document.IndexOf("\n## Metrics\n", StringComparison.Ordinal);
        return new(document[begin..document.IndexOf("\n## ", begin + 1, StringComparison.Ordinal)]);
    }

    // `outcome`: done, failed; `worker`: *workers*
    private static Dictionary<string, string[]> Labels(string cell) => Label().Matches(cell).ToDictionary(
        label => label.Groups["name"].Value,
        label => Words(label.Groups["values"].Value),
        StringComparer.Ordinal);

    private static bool IsRare(string meaning) => meaning.Contains("there from the first on", StringComparison.Ordinal);

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>\w+) \| (?<unit>[^|]*) \| (?<labels>[^|]*) \| (?<meaning>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Row();

    [GeneratedRegex(@"^- \*(?<name>[\w ]+)\*: (?<values>.+?)\.?$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Set();

    [GeneratedRegex(@"`(?<name>\w+)`: (?<values>[^;`]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}

/// <param name="Labels">By name, the values that it may have, or the name of their set.</param>
/// <param name="IsRare">It is not told before something has gone wrong.</param>
internal sealed record DescribedMetric(string Type, string Unit, IReadOnlyDictionary<string, string[]> Labels, bool IsRare);
