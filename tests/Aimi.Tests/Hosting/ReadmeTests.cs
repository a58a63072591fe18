using System.Text.RegularExpressions;
using Aimi.Hosting;

namespace Aimi.Tests.Hosting;

/// <summary>The README is true of the program.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Its_table_names_every_setting_and_no_other() =>
        Assert.Equal(
            Settings.Names.Select(Settings.Variable).Order(StringComparer.Ordinal),
            Rows().Matches(Checkout.Read("README.md")).Select(row => row.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void What_it_links_to_is_there() =>
        Assert.All(
            Links().Matches(Checkout.Read("README.md")).Select(link => link.Groups["path"].Value),
            path => Assert.True(File.Exists(Path.Combine(Checkout.Root, path)), path));

    [GeneratedRegex(@"^\| `(?<name>AIMI__\w+)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Rows();

    [GeneratedRegex(@"\]\((?<path>[^):#]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Links();
}
