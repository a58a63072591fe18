using Aimi.Hosting;

namespace Aimi.Tests.Hosting;

/// <summary>The list of settings is whole: what is not in it could be set and would be called unknown.</summary>
public class SettingGroupTests
{
    /// <summary>What is in a group: one entry of its list.</summary>
    private static readonly string[] Entries = ["OpenIdProviderOptions"];

    [Fact]
    public void Every_options_class_is_a_group_of_settings() => Assert.Equal(
        typeof(Settings).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => type.Name).Except(Entries, StringComparer.Ordinal).Order(StringComparer.Ordinal),
        Settings.Groups.Select(group => group.Options.Name).Order(StringComparer.Ordinal));
}
