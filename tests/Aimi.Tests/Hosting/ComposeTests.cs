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

    public static TheoryData<string> Services => [.. Compose.Services.Keys];

    [Fact]
    public void The_stack_is_aimi_on_postgres_with_pgvector_and_redis()
    {
        Assert.Equal("aimi postgres redis", Sorted(Compose.Services.Keys));
        Assert.Equal(".", Compose.Services["aimi"].Build);
        Assert.Equal("pgvector/pgvector:pg17", Compose.Services["postgres"].Image);
        Assert.Equal("redis:7", Compose.Services["redis"].Image);
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_service_says_whether_it_is_healthy(string service) =>
        Assert.Equal("CMD", Compose.Services[service].Healthcheck.Test[0]);

    [Fact]
    public void Aimi_waits_until_its_servers_are_healthy()
    {
        var awaited = Compose.Services["aimi"].DependsOn;
        Assert.Equal("postgres redis", Sorted(awaited.Keys));
        Assert.All(awaited.Values, server => Assert.Equal("service_healthy", server.Condition));
    }

    [Fact]
    public void Only_aimi_is_published_and_only_on_this_machine()
    {
        var published = Assert.Single(Compose.Services, service => service.Value.Ports.Count > 0);
        Assert.Equal("aimi", published.Key);
        Assert.All(published.Value.Ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Services))]
    public void Passwords_come_from_the_environment_and_have_no_default(string service)
    {
        var secrets = Compose.Services[service].Environment.Where(variable => Password().IsMatch($"{variable.Key}={variable.Value}"));
        Assert.All(secrets, variable => Assert.Matches(@"(^|Password=')\$\{AIMI_POSTGRES_PASSWORD:\?[^}]+\}'?$", variable.Value));
        Assert.True(service is not ("aimi" or "postgres") || secrets.Any());
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_volume_has_a_name_that_is_declared(string service) =>
        Assert.All(Compose.Services[service].Volumes, volume => Assert.Contains(volume.Split(':')[0], Compose.Volumes.Keys, StringComparer.Ordinal));

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
