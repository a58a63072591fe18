using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>The settings: those that are wrong, and those that nobody reads because they are misspelt.</summary>
internal static class SettingsCheckup
{
    /// <summary>.NET's own, which may be set, too.</summary>
    private const string Logging = "Logging:";

    public static Task Examine(IConfiguration settings, Action<Finding> tell)
    {
        var problems = Settings.Problems(settings);
        foreach (var problem in problems)
            tell(new(Verdict.Broken, "Settings.Invalid", problem));

        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsMeantForAimi).Order(StringComparer.Ordinal).ToList();
        foreach (var variable in variables.Where(variable => !IsKnown(variable)))
            tell(new(Verdict.Doubtful, "Settings.Unknown", variable, Nearest(variable)));

        // Names alone: a value may be a secret.
        var set = variables.Where(IsKnown).ToList();
        if (problems.Count == 0)
            tell(set.Count == 0 ? new(Verdict.Fine, "Settings.Defaults") : new(Verdict.Fine, "Settings", string.Join(", ", set)));
        return Task.CompletedTask;
    }

    // With one underscore it is a typical slip; the tests' and the containers' own variables are none of Aimi's.
    private static bool IsMeantForAimi(string variable) =>
        variable.StartsWith("AIMI_", StringComparison.OrdinalIgnoreCase)
        && !variable.StartsWith("AIMI_TEST_", StringComparison.Ordinal)
        && variable != "AIMI_POSTGRES_PASSWORD";

    private static bool IsKnown(string variable)
    {
        if (!variable.StartsWith(Settings.Prefix, StringComparison.OrdinalIgnoreCase))
            return false;

        var name = variable[Settings.Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
        return Settings.IsKnown(name) || name.StartsWith(Logging, StringComparison.OrdinalIgnoreCase);
    }

    private static string Nearest(string variable) => Settings.Names.Select(Settings.Variable).MinBy(known => Distance(known, variable))!;

    /// <summary>Levenshtein's: how many letters to change, add or leave out. Upper and lower case are the same.</summary>
    private static int Distance(string left, string right)
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
