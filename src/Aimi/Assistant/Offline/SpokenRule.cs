using System.Globalization;

namespace Aimi.Assistant.Offline;

/// <summary>Says how often something repeats: "по будням", "every other week, on Tuesdays".</summary>
internal static class SpokenRule
{
    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <param name="rule">RRULE; null where it happens so many times a week, on any days.</param>
    public static string Of(string? rule, int? timesPerWeek, Sayings say)
    {
        if (rule is null)
            return timesPerWeek is { } times ? say.Count("Rule.Times", times) : "";

        var parts = rule.Split(';').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0].ToUpperInvariant(), part => part[1].ToUpperInvariant(), StringComparer.Ordinal);
        var interval = parts.TryGetValue("INTERVAL", out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var steps) ? steps : 1;
        return (parts.GetValueOrDefault("FREQ"), OnDays(parts.GetValueOrDefault("BYDAY"), say)) switch
        {
            ("DAILY", null) => interval == 1 ? say["Rule.Daily"] : say.Count("Rule.EveryDays", interval),
            ("DAILY" or "WEEKLY", { } days) when interval == 1 => days,
            ("WEEKLY", { } days) => $"{say.Count("Rule.EveryWeeks", interval)}, {days}",
            ("WEEKLY", null) => interval == 1 ? say["Rule.Weekly"] : say.Count("Rule.EveryWeeks", interval),
            ("MONTHLY", null) when interval == 1 => parts.GetValueOrDefault("BYMONTHDAY") switch
            {
                null => say["Rule.Monthly"],
                "-1" => say["Rule.MonthEnd"],
                var day when int.TryParse(day, CultureInfo.InvariantCulture, out var number) && number > 0 => say.Say("Rule.MonthDay", number),
                _ => say["Rule.Monthly"],
            },
            ("MONTHLY", { }) when interval == 1 => say["Rule.Monthly"],
            ("YEARLY", _) when interval == 1 => say["Rule.Yearly"],
            ("HOURLY", null) when interval == 1 => say["Rule.Hourly"],
            _ => say["Rule.Other"],
        };
    }

    // Null where the days are none of a plain week, such as the first Monday.
    private static string? OnDays(string? byDay, Sayings say)
    {
        if (byDay is null)
            return null;

        var days = byDay.Split(',');
        if (!days.All(Days.Contains))
            return null;

        var ordered = Days.Where(days.Contains).ToList();
        return string.Join(',', ordered) switch
        {
            "MO,TU,WE,TH,FR,SA,SU" => say["Rule.Daily"],
            "MO,TU,WE,TH,FR" => say["Rule.Weekdays"],
            "SA,SU" => say["Rule.Weekends"],
            _ => say.Say("Rule.OnDays", say.Join([.. ordered.Select(day => say[$"Rule.{day}"])])),
        };
    }
}
