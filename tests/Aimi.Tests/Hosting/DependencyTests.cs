using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Aimi.Tests.Hosting;

/// <summary>What Aimi depends on is known, fixed and has a reason.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Shipped = ["src/Aimi", "src/Aimi.Cli"];

    public static TheoryData<string> Projects =>
        [.. Directory.EnumerateFiles(Checkout.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(project)!)).Where(folder => !folder.StartsWith("artifacts", StringComparison.Ordinal))];

    [Fact]
    public void Every_version_has_its_reason_beside_it() => Assert.All(
        XDocument.Parse(Checkout.Read("Directory.Packages.props")).Descendants("PackageVersion"),
        version =>
        {
            // The nearest that stands before it and is no other package: several may share a reason.
            var before = version.NodesBeforeSelf().Reverse().FirstOrDefault(node => node is not XElement { Name.LocalName: "PackageVersion" } and not XText);
            Assert.True(before is XComment { Value.Length: > 15 }, (string)version.Attribute("Include")!);
        });

    [Theory, MemberData(nameof(Projects))]
    public void Every_project_locks_all_that_it_uses_with_hashes(string project)
    {
        var packages = Packages(project).Where(package => (string)package.Value!["type"]! != "Project").ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, package =>
        {
            Assert.NotNull(package.Value!["resolved"]);
            Assert.NotEmpty((string)package.Value["contentHash"]!);
        });
    }

    [Theory]
    [InlineData(".ci/run")]
    [InlineData("Dockerfile")]
    public void What_is_shipped_is_restored_as_locked(string file)
    {
        var restores = Checkout.Read(file).Split('\n').Where(line => line.Contains(" restore ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(restores);
        Assert.All(restores, line => Assert.Contains("--locked-mode", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_of_dependencies_names_all_that_is_shipped_and_nothing_that_is_not()
    {
        var page = Checkout.Read("docs/dependencies.md");
        var used = Shipped.SelectMany(Packages).Where(package => (string)package.Value!["type"]! != "Project").Select(package => package.Key).Distinct(StringComparer.Ordinal).ToList();
        Assert.All(used, package => Assert.Contains($"`{package}`", page, StringComparison.Ordinal));

        var all = Projects.SelectMany(row => Packages(row.Data)).Select(package => package.Key).ToHashSet(StringComparer.Ordinal);
        var named = page.Split('\n').Where(line => line.StartsWith('|')).SelectMany(line => line.Split('`').Where((_, index) => index % 2 == 1));
        Assert.All(named, name => Assert.Contains(name, all));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Packages(string project) =>
        JsonNode.Parse(Checkout.Read(Path.Combine(project, "packages.lock.json")))!["dependencies"]!.AsObject().SelectMany(framework => framework.Value!.AsObject());
}
