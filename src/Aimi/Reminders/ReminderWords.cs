using System.Globalization;
using System.Resources;
using Aimi.Language;

namespace Aimi.Reminders;

/// <summary>How a language says durations, days and clock times: its plural forms, its prepositions.</summary>
internal sealed class ReminderWords
{
    private const int MinutesOfADay = 24 * 60;

    private static readonly ResourceManager Resources = new("Aimi.Reminders.Texts", typeof(ReminderWords).Assembly);
    private static readonly ReminderWords Russian = new("ru");
    private static readonly ReminderWords English = new("en");

    private readonly CultureInfo _culture;

    private ReminderWords(string culture) => _culture = CultureInfo.GetCultureInfo(culture);

    /// <summary>As a language tag.</summary>
    public string Language => _culture.Name;

    /// <summary>Whether Aimi has words in the language of this locale.</summary>
    public static bool Speaks(string locale) => locale.Split('-')[0].ToLowerInvariant() is "ru" or "en";

    /// <summary>The one of Aimi's two languages that a person of this locale reads.</summary>
    public static ReminderWords For(string locale) => locale.StartsWith("ru", StringComparison.OrdinalIgnoreCase) ? Russian : English;

    public string Say(string key, params object[] values) =>
        string.Format(_culture, Resources.GetString(key, _culture) ?? throw new MissingManifestResourceException(key), values);

    /// <summary>A sentence: its first letter is a capital.</summary>
    public string Sentence(string key, params object[] values)
    {
        var text = Say(key, values);
        return _culture.TextInfo.ToUpper(text[0]) + text[1..];
    }

    /// <summary>A number with what is counted, in the form that the number asks for.</summary>
    public string Count(string key, int number) => Say($"{key}.{PluralForm.Of(number, _culture)}", number);

    /// <summary>The two largest units that matter: "2 hours 30 minutes", "3 days 1 hour".</summary>
    public string Duration(TimeSpan duration)
    {
        var minutes = Minutes(duration);
        if (minutes == 0)
            return Say("LessThanAMinute");
        if (minutes < MinutesOfADay)
            return Both("Hours", minutes / 60, "Minutes", minutes % 60);

        var hours = (int)Math.Round(minutes / 60.0, MidpointRounding.AwayFromZero);
        return Both("Days", hours / 24, "Hours", hours % 24);
    }

    /// <summary>To the nearest, for a worker is a few seconds late: 1:59:57 is two hours.</summary>
    public static int Minutes(TimeSpan duration) => (int)Math.Round(duration.Duration().TotalMinutes, MidpointRounding.AwayFromZero);

    /// <summary>Today, tomorrow, on Monday, 16 March.</summary>
    public string Day(DateTime wall, DateOnly today) =>
        NameOf(wall, today) is { } name ? Say(name) : Say($"On{wall.DayOfWeek}", wall);

    /// <summary>Today at 15:00.</summary>
    public string DayAndClock(DateTime wall, DateOnly today) =>
        Say(NameOf(wall, today) is null ? "DateAt" : "DayAt", Day(wall, today), wall);

    private static string? NameOf(DateTime wall, DateOnly today) => (DateOnly.FromDateTime(wall).DayNumber - today.DayNumber) switch
    {
        -1 => "Yesterday",
        0 => "Today",
        1 => "Tomorrow",
        _ => null,
    };

    private string Both(string large, int larges, string small, int smalls) => (larges, smalls) switch
    {
        (0, _) => Count(small, smalls),
        (_, 0) => Count(large, larges),
        _ => $"{Count(large, larges)} {Count(small, smalls)}",
    };
}
