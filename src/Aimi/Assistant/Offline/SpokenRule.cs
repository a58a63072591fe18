using Aimi.Planning;

namespace Aimi.Assistant.Offline;

/// <summary>Says how often something repeats: "по будням", "every 2 weeks on Tuesday", "3 times a week".</summary>
internal static class SpokenRule
{
    /// <param name="rule">RRULE; null where it happens so many times a week, on any days.</param>
    public static string Of(string? rule, int? timesPerWeek, Sayings say) =>
        rule is not null ? RecurrenceWords.Of(rule, say.Language) ?? say["Rule.Other"]
        : timesPerWeek is { } times ? say.Count("Rule.Times", times)
        : "";

    /// <summary>The rule says at which hours, and not only the series' start.</summary>
    public static bool SaysHours(string? rule) => rule?.Contains("BYHOUR=", StringComparison.OrdinalIgnoreCase) == true;
}
