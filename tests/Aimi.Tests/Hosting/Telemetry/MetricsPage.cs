using System.Text.RegularExpressions;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>What <c>/metrics</c> answered, read as Prometheus reads it.</summary>
internal sealed partial class MetricsPage
{
    public MetricsPage(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Type().Match(line) is { Success: true } type)
                Types[type.Groups["name"].Value] = type.Groups["type"].Value;
            else if (Sample().Match(line) is { Success: true } sample)
                Series.Add(new MetricsSeries(sample.Groups["name"].Value, Labels(sample.Groups["labels"].Value)));
        }
    }

    public string Text { get; }

    /// <summary>The type of each metric, by its name.</summary>
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Every line, a bucket of a histogram too.</summary>
    public List<MetricsSeries> Series { get; } = [];

    /// <summary>The metric that a line belongs to.</summary>
    public string MetricOf(MetricsSeries series) => Types.ContainsKey(series.Name) ? series.Name : Suffix().Replace(series.Name, "");

    private static Dictionary<string, string> Labels(string labels) =>
        Label().Matches(labels).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal);

    [GeneratedRegex(@"^# TYPE (?<name>\S+) (?<type>\w+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>.*)\})? \S+( \d+)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>\w+)="(?<value>[^"]*)" """, RegexOptions.IgnorePatternWhitespace | RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Suffix();
}

internal sealed record MetricsSeries(string Name, IReadOnlyDictionary<string, string> Labels)
{
    public override string ToString() =>
        $"{Name}{{{string.Join(',', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))}}}";
}
