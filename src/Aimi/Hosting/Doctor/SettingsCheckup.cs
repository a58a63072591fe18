using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>The settings: those that are wrong, and those that nobody reads because they are misspelt.</summary>
internal static class SettingsCheckup
{
    public static Task Examine(IConfiguration settings, Action<Finding> tell)
    {
        var problems = Settings.Problems(settings);
        foreach (var problem in problems)
            tell(new(Verdict.Broken, "Settings.Invalid", problem));
        foreach (var unknown in UnknownSetting.In(settings).Where(unknown => !unknown.IsRefused))
            tell(new(Verdict.Doubtful, "Settings.Unknown", unknown.Name, unknown.Nearest));

        // Names alone: a value may be a secret.
        var set = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(variable => variable.StartsWith(Settings.Prefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        if (problems.Count == 0)
            tell(set.Count == 0 ? new(Verdict.Fine, "Settings.Defaults") : new(Verdict.Fine, "Settings", string.Join(", ", set)));
        return Task.CompletedTask;
    }
}
