using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Configuration.KeyPerFile;

namespace Aimi.Hosting;

/// <summary>What was set, and nobody reads: a slip must not pass for a setting.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Nearest">What there is and looks most like it, written in the same way.</param>
/// <param name="IsRefused">It can be meant for nobody else: Aimi does not start. What stands in a shared folder, or only looks like a slip, is told and left alone.</param>
internal sealed record UnknownSetting(string Name, string Nearest, bool IsRefused)
{
    /// <summary>.NET's own, which may be set, too.</summary>
    private const string Logging = "Logging:";

    public static IEnumerable<UnknownSetting> In(IConfiguration settings) =>
    [
        .. Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal).Select(OfVariable).OfType<UnknownSetting>(),
        .. ((IConfigurationRoot)settings).Providers.SelectMany(OfFiles),
    ];

    private static UnknownSetting? OfVariable(string variable)
    {
        if (variable.StartsWith(Settings.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            var name = NameOf(variable[Settings.Prefix.Length..]);
            return IsKnown(name) ? null : new(variable, Settings.Variable(Closest(name)), IsRefused: true);
        }

        // With one underscore it is a typical slip. Others' variables begin so as well, AIMI_TOKEN of the client for one: only what is spelt like a setting is told.
        if (!variable.StartsWith("AIMI_", StringComparison.OrdinalIgnoreCase))
            return null;
        var meant = Settings.Names.MinBy(known => Distance(known, variable))!;
        return Distance(meant, variable) <= 1 ? new(variable, Settings.Variable(meant), IsRefused: false) : null;

        static int Distance(string name, string variable) => Spelling.Distance(Flat(Settings.Variable(name)), Flat(variable));
    }

    private static IEnumerable<UnknownSetting> OfFiles(IConfigurationProvider provider) => provider switch
    {
        JsonConfigurationProvider => Keys(provider, parent: null).Where(name => !IsKnown(name)).Select(name => new UnknownSetting($"{name} (appsettings.json)", Closest(name), IsRefused: true)),
        KeyPerFileConfigurationProvider => Keys(provider, parent: null).Where(name => !IsKnown(name)).Select(name => new UnknownSetting($"{File(name)} (AIMI__Secrets)", File(Closest(name)), IsRefused: false)),
        _ => [],
    };

    private static IEnumerable<string> Keys(IConfigurationProvider provider, string? parent)
    {
        foreach (var key in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var path = parent is null ? key : ConfigurationPath.Combine(parent, key);
            var isLeaf = true;
            foreach (var below in Keys(provider, path))
            {
                isLeaf = false;
                yield return below;
            }

            if (isLeaf)
                yield return path;
        }
    }

    private static bool IsKnown(string name) => Settings.IsKnown(name) || name.StartsWith(Logging, StringComparison.OrdinalIgnoreCase);

    private static string Closest(string name) => Settings.Like(name).MinBy(known => Spelling.Distance(known, name))!;

    private static string NameOf(string written) => written.Replace("__", ":", StringComparison.Ordinal);

    private static string File(string name) => name.Replace(":", "__", StringComparison.Ordinal);

    private static string Flat(string variable) => variable.Replace("__", "_", StringComparison.Ordinal);
}

internal static class Spelling
{
    /// <summary>Levenshtein's: how many letters to change, add or leave out. Upper and lower case are the same.</summary>
    public static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var (diagonal, _) = (row[0], row[0] = i);
            for (var j = 1; j <= right.Length; j++)
            {
                var change = diagonal + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
