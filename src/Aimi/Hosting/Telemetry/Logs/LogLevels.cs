namespace Aimi.Hosting.Telemetry;

/// <summary>How much is logged, .NET's own setting: <c>AIMI__Logging__LogLevel__Aimi=Debug</c>. .NET would end the start with an exception at the first that is none.</summary>
internal static class LogLevels
{
    public static IEnumerable<string> Problems(IConfiguration settings) => settings.GetSection("Logging").AsEnumerable()
        .Where(setting => setting.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && setting.Value is { Length: > 0 } level && !IsLevel(level))
        .Select(setting => Texts.Get("Settings.LogLevel", Settings.Variable(setting.Key)));

    private static bool IsLevel(string word) => Enum.TryParse<LogLevel>(word, ignoreCase: true, out var level) && Enum.IsDefined(level);
}
