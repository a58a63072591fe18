using System.Reflection;
using System.Text.RegularExpressions;

namespace Aimi.Tests.Hosting;

/// <summary>docs/security.md names the test of each promise, and the test is there.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly string[] Lines = Checkout.Read("docs/security.md").Split('\n');

    [Fact]
    public void Every_line_of_its_tables_names_a_test_or_says_that_there_is_nothing_to_test()
    {
        var rows = Lines.Where(line => Line().IsMatch(line)).ToList();
        Assert.True(rows.Count > 50, $"Only {rows.Count} lines were found.");
        Assert.All(rows, row => Assert.True(Test().IsMatch(row) || row.EndsWith("| — |", StringComparison.Ordinal), row));
    }

    [Fact]
    public void Every_test_that_it_names_is_there()
    {
        var tests = typeof(SecurityDocumentTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetCustomAttributes(inherit: true).Any(attribute => attribute is Xunit.v3.IFactAttribute))
                .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(Lines.SelectMany(line => Test().Matches(line)).Select(match => match.Groups["name"].Value), name => Assert.Contains(name, tests));
    }

    [GeneratedRegex(@"^\| (V\d|API\d|LLM\d)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();

    [GeneratedRegex(@"`(?<name>[A-Za-z0-9]+\.[A-Z][A-Za-z0-9]*_\w+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Test();
}
