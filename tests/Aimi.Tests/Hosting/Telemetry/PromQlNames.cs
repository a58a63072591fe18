using System.Text.RegularExpressions;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>The metrics and labels that an expression names: Prometheus itself takes an unknown name for one that has no series yet.</summary>
/// <param name="Labels">By metric, those that are matched.</param>
/// <param name="Groups">Those that are grouped by, whichever metric's they are.</param>
internal sealed partial record PromQlNames(IReadOnlyDictionary<string, IReadOnlyCollection<string>> Labels, IReadOnlyCollection<string> Groups)
{
    public static PromQlNames In(string expression)
    {
        var groups = Grouping().Matches(expression).SelectMany(by => by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        var labels = Selector().Matches(Grouping().Replace(expression, ""))
            .Select(selector => (Metric: selector.Groups["metric"].Value, Matchers: selector.Groups["matchers"].Value))
            .Where(selector => selector.Metric == "up" || selector.Metric.Contains('_', StringComparison.Ordinal))
            .GroupBy(selector => selector.Metric, selector => selector.Matchers, StringComparer.Ordinal)
            .ToDictionary(
                metric => metric.Key,
                IReadOnlyCollection<string> (metric) => metric.SelectMany(matchers => Matcher().Matches(matchers).Select(matcher => matcher.Groups["label"].Value)).ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
        return new(labels, groups);
    }

    // What is called is a function. Keywords have no underscore.
    [GeneratedRegex(@"\b(?<metric>[a-z]\w*)\b(?:\{(?<matchers>[^}]*)\})?(?!\s*\()", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<label>\w+)\s*(?:=~|!~|!=|=)", RegexOptions.NonBacktracking)]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Grouping();
}
