using System.Text.Json.Nodes;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;
using YamlDotNet.RepresentationModel;

namespace Aimi.Tests.Hosting.Telemetry;

/// <summary>What an operator is given to look at Aimi with, against a real Prometheus that looks at a real Aimi.</summary>
public sealed class PrometheusTests(ObservedAimi observed) : IClassFixture<ObservedAimi>
{
    private static readonly string[] OfPrometheus = ["job", "instance"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<JsonNode> Panels => Dashboard["panels"]!.AsArray().Select(panel => panel!);

    private static JsonNode Dashboard => JsonNode.Parse(Checkout.Read("deploy/grafana/aimi.json"))!;

    [Fact]
    public async Task Every_alert_is_evaluated_and_names_what_is_there()
    {
        var rules = new List<JsonNode>();
        await observed.Prometheus.Eventually("every rule is evaluated", async () =>
        {
            rules = [.. (await observed.Prometheus.Get("/api/v1/rules"))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];
            return rules.TrueForAll(rule => (string?)rule["health"] != "unknown");
        });

        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Equal(("ok", null), ((string?)rule["health"], (string?)rule["lastError"])));
        await NamesWhatIsThere(rules.Select(rule => (string)rule["query"]!));
    }

    [Fact]
    public async Task Every_query_of_the_dashboard_is_answered_and_names_what_is_there()
    {
        var queries = Panels.SelectMany(panel => panel["targets"]?.AsArray() ?? [])
            .Concat(Dashboard["annotations"]!["list"]!.AsArray())
            .Select(target => Filled((string)target!["expr"]!)).ToList();
        Assert.True(queries.Count > 50, $"Only {queries.Count} queries.");
        foreach (var query in queries)
            await observed.Prometheus.Query(query);

        await NamesWhatIsThere(queries.Where(query => !query.StartsWith("ALERTS", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_variable_of_the_dashboard_has_values()
    {
        var variables = Dashboard["templating"]!["list"]!.AsArray().Where(variable => (string?)variable!["type"] == "query").ToList();
        Assert.NotEmpty(variables);
        foreach (var query in variables.Select(variable => (string)variable!["definition"]!))
        {
            // label_values(SERIES, LABEL) is Grafana's own.
            var parts = query["label_values(".Length..^1].Split(", ");
            var values = await observed.Prometheus.Get($"/api/v1/label/{parts[1]}/values?match[]={Uri.EscapeDataString(Filled(parts[0]))}");
            Assert.NotEmpty(values.AsArray());
        }
    }

    [Fact]
    public void Every_panel_has_a_unit_and_what_all_replicas_tell_alike_is_not_added_up()
    {
        var panels = Panels.Where(panel => (string?)panel["type"] != "row").ToList();
        Assert.All(panels, panel => Assert.False(string.IsNullOrEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"]), (string?)panel["title"]));
        Assert.Equal(panels.Count, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        var ofTheDatabase = panels.SelectMany(panel => panel["targets"]!.AsArray().Select(target => (string)target!["expr"]!))
            .Where(query => query.Contains("aimi_reminder_queue", StringComparison.Ordinal) || query.Contains("_age_seconds", StringComparison.Ordinal)
                || query.Contains("aimi_summarization_pending", StringComparison.Ordinal) || query.Contains("aimi_summarization_given_up", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(ofTheDatabase);
        Assert.All(ofTheDatabase, query => Assert.StartsWith("max", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alert_fires_when_its_state_is_there_and_not_before()
    {
        Assert.Empty(await Firing("AimiRemindersGivenUp"));
        Assert.Empty(await Firing("AimiLlmDown"));

        await using (var database = observed.Database.Open())
        {
            var given = await database.Reminders.Where(reminder => reminder.Status == ReminderStatus.Scheduled)
                .ExecuteUpdateAsync(update => update.SetProperty(reminder => reminder.Status, ReminderStatus.Failed), Stop);
            Assert.True(given > 0);
        }

        await observed.Prometheus.Until(Alert("AimiRemindersGivenUp"));
        Assert.Empty(await Firing("AimiLlmDown"));

        for (var failed = 0; failed < 8; failed++)
            await observed.Say(ObservedAimi.Failing);
        await observed.Prometheus.Until(Alert("AimiLlmDown"));
        var down = Assert.Single(await Firing("AimiLlmDown"))!["metric"]!;
        Assert.Equal(("stub", "page"), ((string?)down["gen_ai_request_model"], (string?)down["severity"]));
    }

    [Fact]
    public async Task The_page_of_metrics_is_as_promtool_wants_it()
    {
        var (code, said) = await PrometheusServer.Promtool(await observed.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop), "check", "metrics");
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task The_rules_are_as_promtool_wants_them()
    {
        var (code, said) = await PrometheusServer.Promtool(null, "check", "rules", Path.Combine(Checkout.Root, "deploy/prometheus/alerts.yml"));
        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Each_alert_fires_and_is_silent_as_its_tests_say()
    {
        var (code, said) = await PrometheusServer.Promtool(null, "test", "rules", Path.Combine(Checkout.Root, "deploy/prometheus/alerts.test.yml"));
        Assert.True(code == 0, said);
        var tests = Checkout.Read("deploy/prometheus/alerts.test.yml");
        Assert.All(Alerts(), alert => Assert.Contains($"alertname=\"{alert.Name}\"", tests, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_alert_says_how_grave_it_is_and_leads_to_what_to_do()
    {
        var headings = Checkout.Read("docs/operations.md").Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ').ToLowerInvariant()).ToList();
        Assert.All(Alerts(), alert =>
        {
            Assert.Contains(alert.Severity, (string[])["page", "ticket"]);
            Assert.NotEmpty(alert.Summary);
            Assert.Equal($"docs/operations.md#{alert.Name.ToLowerInvariant()}", alert.Runbook);
            Assert.Contains(alert.Name.ToLowerInvariant(), headings);
        });
    }

    private static IReadOnlyList<(string Name, string Severity, string Summary, string Runbook)> Alerts()
    {
        var file = new YamlStream();
        file.Load(new StringReader(Checkout.Read("deploy/prometheus/alerts.yml")));
        return
        [
            .. ((YamlSequenceNode)file.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"])
                .Select(rule => ((string)rule["alert"]!, (string)rule["labels"]["severity"]!, (string)rule["annotations"]["summary"]!, (string)rule["annotations"]["runbook"]!)),
        ];
    }

    private static string Filled(string query) => query
        .Replace("$job", "aimi", StringComparison.Ordinal).Replace("$instance", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal);

    private static string Alert(string name) => $$"""ALERTS{alertname="{{name}}", alertstate="firing"}""";

    private Task<JsonArray> Firing(string name) => observed.Prometheus.Query(Alert(name));

    private async Task NamesWhatIsThere(IEnumerable<string> queries)
    {
        var wrong = new List<string>();
        foreach (var query in queries)
        {
            var names = PromQlNames.In(query);
            var all = new HashSet<string>(OfPrometheus, StringComparer.Ordinal);
            foreach (var (metric, labels) in names.Labels)
            {
                var series = (await observed.Prometheus.Get($"/api/v1/series?match[]={metric}")).AsArray();
                var known = series.SelectMany(one => one!.AsObject().Select(label => label.Key)).ToHashSet(StringComparer.Ordinal);
                if (series.Count == 0)
                    wrong.Add($"{metric} is not there: {query}");
                wrong.AddRange(labels.Where(label => !known.Contains(label)).Select(label => $"{metric} has no {label}: {query}"));
                all.UnionWith(known);
            }

            wrong.AddRange(names.Groups.Where(label => !all.Contains(label)).Select(label => $"Nothing has {label}: {query}"));
            if (names.Labels.Count == 0)
                wrong.Add($"No metric: {query}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }
}
