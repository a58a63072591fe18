using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Aimi.Tests.Hosting;

/// <summary>compose.yaml and the Dockerfile against the program: no engine runs where the tests do.</summary>
public partial class ComposeTests
{
    private static readonly IReadOnlyCollection<string> KnownSettings = Aimi.Hosting.Settings.Names;

    // Unknown members fail: a misspelt `healtcheck` would be one.
    private static readonly Composition Compose = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build()
        .Deserialize<Composition>(Checkout.Read("compose.yaml"));

    private const string Observability = "observability";

    public static TheoryData<string> Services => [.. Compose.Services.Keys];

    [Fact]
    public void The_stack_is_aimi_on_postgres_with_pgvector_and_redis()
    {
        Assert.Equal("aimi postgres redis", Sorted(Compose.Services.Where(service => service.Value.Profiles.Count == 0).Select(service => service.Key)));
        Assert.Equal(".", Compose.Services["aimi"].Build);
        Assert.Equal("pgvector/pgvector:pg17", Compose.Services["postgres"].Image);
        Assert.Equal("redis:7", Compose.Services["redis"].Image);
    }

    [Fact]
    public void Who_looks_at_it_is_asked_for_by_a_profile()
    {
        var watching = Compose.Services.Where(service => service.Value.Profiles.Count > 0).ToList();
        Assert.Equal("collector grafana prometheus", Sorted(watching.Select(service => service.Key)));
        Assert.All(watching, service => Assert.Equal([Observability], service.Value.Profiles));

        // A dashboard that was right yesterday is to be right tomorrow.
        Assert.All(watching, service => Assert.Matches(@":v?\d+\.\d+\.\d+$", service.Value.Image));
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_service_says_whether_it_is_healthy(string service) =>
        Assert.Equal(service == "collector" ? "" : "CMD", Compose.Services[service].Healthcheck.Test[0]);

    [Fact]
    public void Metrics_are_asked_for_on_the_port_that_aimi_has_for_them_and_nobody_else_reaches_it()
    {
        var port = Compose.Services["aimi"].Environment["AIMI__Telemetry__MetricsPort"];
        Assert.Contains($"port: {port}\n", Checkout.Read("deploy/prometheus/prometheus.yml"), StringComparison.Ordinal);
        Assert.Contains("- job_name: aimi\n", Checkout.Read("deploy/prometheus/prometheus.yml"), StringComparison.Ordinal);
        Assert.Contains("- names: [aimi]\n", Checkout.Read("deploy/prometheus/prometheus.yml"), StringComparison.Ordinal);
        Assert.DoesNotContain(Compose.Services["aimi"].Ports, published => published.EndsWith($":{port}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deploy/prometheus/prometheus.yml")]
    [InlineData("deploy/prometheus/alerts.yml")]
    [InlineData("deploy/grafana/provisioning/datasources/prometheus.yml")]
    [InlineData("deploy/grafana/provisioning/dashboards/aimi.yml")]
    [InlineData("deploy/otel/collector.yml")]
    public void What_they_are_set_up_with_is_yaml(string file) =>
        Assert.NotEmpty(new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>>(Checkout.Read(file)));

    [Fact]
    public void Grafana_finds_prometheus_and_the_dashboard_where_they_are()
    {
        Assert.Contains("url: http://prometheus:9090\n", Checkout.Read("deploy/grafana/provisioning/datasources/prometheus.yml"), StringComparison.Ordinal);
        Assert.Contains("path: /var/lib/grafana/dashboards\n", Checkout.Read("deploy/grafana/provisioning/dashboards/aimi.yml"), StringComparison.Ordinal);
        Assert.Contains(Compose.Services["grafana"].Volumes, volume => volume.Contains(":/var/lib/grafana/dashboards/", StringComparison.Ordinal));
    }

    [Fact]
    public void Aimi_waits_until_its_servers_are_healthy()
    {
        var awaited = Compose.Services["aimi"].DependsOn;
        Assert.Equal("postgres redis", Sorted(awaited.Keys));
        Assert.All(awaited.Values, server => Assert.Equal("service_healthy", server.Condition));
    }

    [Fact]
    public void Aimi_is_given_longer_to_stop_than_she_takes() =>
        Assert.True(int.Parse(Compose.Services["aimi"].StopGracePeriod!.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture) > Aimi.Hosting.Server.StopDeadline.TotalSeconds);

    [Fact]
    public void What_is_published_is_so_on_this_machine_only()
    {
        var published = Compose.Services.Where(service => service.Value.Ports.Count > 0).ToList();
        Assert.Equal("aimi grafana prometheus", Sorted(published.Select(service => service.Key)));
        Assert.All(published.SelectMany(service => service.Value.Ports), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Services))]
    public void Passwords_come_from_the_environment_and_have_no_default(string service)
    {
        var secrets = Compose.Services[service].Environment.Where(variable => Password().IsMatch($"{variable.Key}={variable.Value}"));
        Assert.All(secrets, variable => Assert.Matches(@"(^|Password=')\$\{AIMI_POSTGRES_PASSWORD:\?[^}]+\}'?$", variable.Value));
        Assert.True(service is not ("aimi" or "postgres") || secrets.Any());
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_volume_is_declared_or_lies_here_and_can_not_be_written(string service) =>
        Assert.All(Compose.Services[service].Volumes.Select(volume => volume.Split(':')), volume =>
        {
            if (!volume[0].StartsWith("./", StringComparison.Ordinal))
            {
                Assert.Contains(volume[0], Compose.Volumes.Keys, StringComparer.Ordinal);
                return;
            }

            Assert.True(Path.Exists(Path.Combine(Checkout.Root, volume[0])), volume[0]);
            Assert.Equal("ro", volume[^1]);
        });

    [Theory, InlineData("compose.yaml"), InlineData("Dockerfile")]
    public void Settings_are_spelt_as_the_program_reads_them(string file)
    {
        var names = Setting().Matches(Checkout.Read(file)).Select(match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, KnownSettings, StringComparer.Ordinal));
    }

    [Fact]
    public void The_image_is_built_from_files_that_exist()
    {
        var sources = Copy().Matches(Checkout.Read("Dockerfile"))
            .SelectMany(copy => copy.Groups["sources"].Value.Split(' '))
            .ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(Checkout.Root, source)), source));
    }

    private static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    [GeneratedRegex("password", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Password();

    [GeneratedRegex(@"\bAIMI__(?<name>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex Setting();

    // What is copied from the repository, not from another stage.
    [GeneratedRegex(@"^COPY (?<sources>[^-].*) \S+$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Copy();

#pragma warning disable CA1812 // The deserializer makes them.
    private sealed record Composition
    {
        public Dictionary<string, Service> Services { get; init; } = [];
        public Dictionary<string, object?> Volumes { get; init; } = [];
    }

    private sealed record Service
    {
        public string? Build { get; init; }
        public string? Image { get; init; }
        public string? Restart { get; init; }
        public List<string> Profiles { get; init; } = [];
        public string? StopGracePeriod { get; init; }
        public List<string> Command { get; init; } = [];
        public List<string> Ports { get; init; } = [];
        public List<string> Volumes { get; init; } = [];
        public List<string> Tmpfs { get; init; } = [];
        public Dictionary<string, string> Environment { get; init; } = [];
        public Dictionary<string, Dependency> DependsOn { get; init; } = [];
        public HealthCheck Healthcheck { get; init; } = new();
    }

    private sealed record Dependency
    {
        public string? Condition { get; init; }
    }

    private sealed record HealthCheck
    {
        public List<string> Test { get; init; } = [""];
        public string? Interval { get; init; }
        public string? StartPeriod { get; init; }
    }
#pragma warning restore CA1812
}
