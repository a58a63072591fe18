using System.Text.RegularExpressions;
using Aimi.Hosting;
using YamlDotNet.Serialization;

namespace Aimi.Tests.Hosting;

/// <summary>compose.yaml and the Dockerfile against the program: no engine runs where the tests do.</summary>
public partial class ComposeTests
{
    private static readonly IReadOnlyCollection<string> KnownSettings = Settings.Names;

    // Unknown members fail: a misspelt `healtcheck` would be one.
    private static readonly Composition Compose = new DeserializerBuilder()
        .WithDuplicateKeyChecking()
        .Build()
        .Deserialize<Composition>(Checkout.Read("compose.yaml"));

    public static TheoryData<string> Services => [.. Compose.services.Keys];

    [Fact]
    public void The_stack_is_aimi_on_postgres_with_pgvector_and_redis()
    {
        Assert.Equal(["aimi", "postgres", "redis"], Compose.services.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(".", Compose.services["aimi"].build);
        Assert.Equal("pgvector/pgvector:pg17", Compose.services["postgres"].image);
        Assert.Equal("redis:7", Compose.services["redis"].image);
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_service_says_whether_it_is_healthy(string service) =>
        Assert.Equal("CMD", Compose.services[service].healthcheck.test[0]);

    [Fact]
    public void Aimi_waits_until_its_servers_are_healthy()
    {
        var awaited = Compose.services["aimi"].depends_on;
        Assert.Equal(["postgres", "redis"], awaited.Keys.Order(StringComparer.Ordinal));
        Assert.All(awaited.Values, server => Assert.Equal("service_healthy", server.condition));
    }

    [Fact]
    public void Only_aimi_is_published_and_only_on_this_machine()
    {
        var published = Assert.Single(Compose.services, service => service.Value.ports.Count > 0);
        Assert.Equal("aimi", published.Key);
        Assert.All(published.Value.ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Services))]
    public void Passwords_come_from_the_environment_and_have_no_default(string service)
    {
        var secrets = Compose.services[service].environment.Where(variable => Password().IsMatch($"{variable.Key}={variable.Value}"));
        Assert.All(secrets, variable => Assert.Matches(@"(^|Password=')\$\{AIMI_POSTGRES_PASSWORD:\?[^}]+\}'?$", variable.Value));
        Assert.True(service is not ("aimi" or "postgres") || secrets.Any());
    }

    [Theory, MemberData(nameof(Services))]
    public void Every_volume_has_a_name_that_is_declared(string service) =>
        Assert.All(Compose.services[service].volumes, volume => Assert.Contains(volume.Split(':')[0], Compose.volumes.Keys));

    [Theory, InlineData("compose.yaml"), InlineData("Dockerfile")]
    public void Settings_are_spelt_as_the_program_reads_them(string file)
    {
        var names = Setting().Matches(Checkout.Read(file)).Select(match => match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, KnownSettings));
    }

    [Fact]
    public void The_image_is_built_from_files_that_exist()
    {
        var sources = Regex.Matches(Checkout.Read("Dockerfile"), @"^COPY (?!--from)(.+) \S+$", RegexOptions.Multiline)
            .SelectMany(copy => copy.Groups[1].Value.Split(' '))
            .ToList();
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(Checkout.Root, source)), source));
    }

    [GeneratedRegex("password", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex(@"\bAIMI__(?<name>\w+)")]
    private static partial Regex Setting();

#pragma warning disable IDE1006, CA1812 // Named as in the file, and made by the deserializer.
    private sealed record Composition
    {
        public Dictionary<string, Service> services { get; init; } = [];
        public Dictionary<string, object?> volumes { get; init; } = [];
    }

    private sealed record Service
    {
        public string? build { get; init; }
        public string? image { get; init; }
        public string? restart { get; init; }
        public string? stop_grace_period { get; init; }
        public List<string> command { get; init; } = [];
        public List<string> ports { get; init; } = [];
        public List<string> volumes { get; init; } = [];
        public List<string> tmpfs { get; init; } = [];
        public Dictionary<string, string> environment { get; init; } = [];
        public Dictionary<string, Dependency> depends_on { get; init; } = [];
        public HealthCheck healthcheck { get; init; } = new();
    }

    private sealed record Dependency
    {
        public string? condition { get; init; }
    }

    private sealed record HealthCheck
    {
        public List<string> test { get; init; } = [""];
        public string? interval { get; init; }
        public string? start_period { get; init; }
    }
#pragma warning restore IDE1006, CA1812
}
