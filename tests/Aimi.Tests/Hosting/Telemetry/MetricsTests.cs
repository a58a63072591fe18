using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>What Prometheus is told: what docs/operations.md says and nothing else, and never about whom.</summary>
public sealed partial class MetricsTests(MetricsRun run) : IClassFixture<MetricsRun>
{
    private static readonly HashSet<string> Routes = JsonNode.Parse(Checkout.Read("contracts/openapi.json"))!["paths"]!.AsObject()
        .Select(path => path.Key).Append("").ToHashSet(StringComparer.Ordinal);

    /// <summary>The sets that cannot be written down.</summary>
    private static readonly Dictionary<string, Func<string, bool>> Sets = new(StringComparer.Ordinal)
    {
        ["*models*"] = value => value is "model-1" or "model-2" or "offline",
        ["*routes*"] = value => Routes.Contains(Constraint().Replace(value, "").TrimEnd('/')),
        ["*statuses*"] = value => Status().IsMatch(value),
        ["*failures*"] = value => Failure().IsMatch(value),
    };

    private static readonly MetricsTable Table = MetricsTable.Read();

    [Fact]
    public void The_table_tells_every_metric_and_no_other_each_with_its_type_and_unit()
    {
        var told = Table.Metrics.Where(metric => !metric.Value.IsRare || run.OfMany.Types.ContainsKey(metric.Key))
            .Select(metric => $"{metric.Key} {metric.Value.Type}").Order(StringComparer.Ordinal);
        var found = run.OfMany.Types.Where(metric => metric.Key != "target_info").Select(metric => $"{metric.Key} {metric.Value}").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', told), string.Join('\n', found));
        Assert.All(Table.Metrics, metric => Assert.Equal(Unit(metric.Key), metric.Value.Unit));
    }

    [Fact]
    public void Every_label_has_a_value_of_its_known_set()
    {
        var strange = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var series in run.OfMany.Series.Where(series => series.Name != "target_info"))
        {
            var metric = run.OfMany.MetricOf(series);
            foreach (var (label, value) in series.Labels.Where(label => label.Key != "le"))
            {
                if (!Table.Metrics.TryGetValue(metric, out var described) || !described.Labels.TryGetValue(label, out var known) || !known.Any(one => Is(one, value)))
                    strange.Add($"{metric} {label}={value}");
            }
        }

        Assert.True(strange.Count == 0, string.Join('\n', strange));
    }

    [Fact]
    public void There_are_as_many_series_for_sixty_people_as_for_three()
    {
        var few = run.OfFew.Series.Select(series => series.ToString()).ToHashSet(StringComparer.Ordinal);
        var more = run.OfMany.Series.Select(series => series.ToString()).Where(series => !few.Contains(series)).Order(StringComparer.Ordinal).ToList();
        Assert.True(more.Count == 0, string.Join('\n', more));
        Assert.Equal(run.OfFew.Series.Count, run.OfMany.Series.Count);
        TestContext.Current.TestOutputHelper!.WriteLine($"{run.OfMany.Series.Count} series of {run.OfMany.Types.Count} metrics");
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_object_to()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(run.OfMany.Text);
        promtool.StandardInput.Close();
        var said = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", said);
        Assert.Equal(0, promtool.ExitCode);
    }

    private static bool Is(string known, string value) =>
        Sets.TryGetValue(known, out var endless) ? endless(value) : Table.Sets.TryGetValue(known, out var set) ? set.Contains(value, StringComparer.Ordinal) : known == value;

    // Prometheus has the unit in the name.
    private static string Unit(string name) =>
        name.Contains("_seconds", StringComparison.Ordinal) ? "seconds" : name.Contains("_bytes", StringComparison.Ordinal) ? "bytes" : "—";

    // {id:guid}
    [GeneratedRegex(@":\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^[1-5]\d\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Status();

    [GeneratedRegex(@"^([1-5]\d\d|[a-z_]+|[A-Za-z.]+Exception)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Failure();
}
