using System.Globalization;
using System.Resources;
using Aimi.Language;

namespace Aimi.Planning;

/// <summary>A rule as a person says it: "on weekdays", "по понедельникам и средам".</summary>
public static class RecurrenceWords
{
    private static readonly ResourceManager Texts = new("Aimi.Planning.RecurrenceTexts", typeof(RecurrenceWords).Assembly);

    /// <summary>As a week begins in RFC 5545.</summary>
    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>Null for a rule that is not a simple one: better no words than half of what it says.</summary>
    /// <param name="rule">RFC 5545 RRULE.</param>
    public static string? Of(string rule, CultureInfo language)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in rule.Split(';'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !parts.TryAdd(part[..equals], part[(equals + 1)..].ToUpperInvariant()))
                return null;
        }

        var words = new Wording(language);
        var (frequency, count, until) = (Take("FREQ"), Take("COUNT"), Take("UNTIL"));
        Take("WKST");
        var interval = Take("INTERVAL") is { } said ? int.TryParse(said, CultureInfo.InvariantCulture, out var number) ? number : 0 : 1;
        if (interval < 1 || frequency is not ("HOURLY" or "DAILY" or "WEEKLY" or "MONTHLY" or "YEARLY"))
            return null;

        var step = frequency[..1] + frequency[1..].ToLowerInvariant();
        var every = interval == 1 ? words.Say($"Every.{step}") : words.Count(step, interval, interval);
        var (days, dayOfMonth, month) = (Take("BYDAY")?.Split(','), Take("BYMONTHDAY"), Take("BYMONTH"));
        var (hours, minutes) = (Take("BYHOUR"), Take("BYMINUTE"));
        if (parts.Count > 0)
            return null;

        var series = (frequency, days, dayOfMonth, month) switch
        {
            (_, null, null, null) => every,
            ("WEEKLY" or "DAILY", { } on, null, null) when frequency is "WEEKLY" || interval == 1 => OnDays(words, every, interval, on),
            ("MONTHLY", [{ Length: > 2 }, ..] numbered, null, null) => OnNumberedDays(words, every, numbered),
            ("MONTHLY", null, "-1", null) => words.Say("OnLastDay", every),
            ("MONTHLY", null, { } day, null) when int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var n) =>
                words.Say("OnDayOfMonth", every, n),
            ("MONTHLY", null, { } several, null) when Numbers(several, 31) is { Count: > 1 } all =>
                words.Say("OnDaysOfMonth", every, And(words, all.ConvertAll(n => words.Say("DayOfMonth", n)))),
            ("YEARLY", null, { } day, { } of) when Date(day, of) is { } date => words.Say("OnDate", every, date),
            _ => null,
        };
        if (series is not null && (hours ?? minutes) is not null)
            series = frequency is "DAILY" or "WEEKLY" && Times(hours, minutes) is { } times ? AtTimes(words, series, times) : null;
        return series is null ? null : Ended(words, series, count, until);

        string? Take(string name) => parts.Remove(name, out var value) ? value : null;
    }

    // In minutes of the day, in order; null where the rule leaves the minute to its start.
    private static List<int>? Times(string? hours, string? minutes) => hours is not null && minutes is not null && Numbers(hours, 23) is { } some && Numbers(minutes, 59) is { } each
        ? [.. some.SelectMany(_ => each, (hour, minute) => (hour * 60) + minute).Distinct().Order()] : null;

    // "every day, every 2 hours from 9:00 to 21:00", "every day at 8:00 and 20:00"
    private static string AtTimes(Wording words, string series, List<int> times)
    {
        var clocks = times.ConvertAll(time => $"{(time / 60).ToString(CultureInfo.InvariantCulture)}:{(time % 60).ToString("00", CultureInfo.InvariantCulture)}");
        var steps = times.Zip(times.Skip(1), (one, next) => next - one).Distinct().ToList();
        return (times.Count, steps) switch
        {
            ( > 2, [60]) => words.Say("Between", series, words.Say("Every.Hourly"), clocks[0], clocks[^1]),
            ( > 2, [var step]) when step % 60 == 0 => words.Say("Between", series, words.Count("Hourly", step / 60, step / 60), clocks[0], clocks[^1]),
            ( > 2, [var step]) => words.Say("Between", series, words.Count("Minutely", step, step), clocks[0], clocks[^1]),
            _ => words.Say("AtTimes", series, And(words, clocks)),
        };
    }

    private static string? OnDays(Wording words, string every, int interval, string[] days)
    {
        var on = days.Select(day => Array.IndexOf(Days, day)).Order().ToList();
        if (on[0] < 0 || on.Distinct().Count() < on.Count)
            return null;
        if (interval == 1)
        {
            switch (on)
            {
                case [0, 1, 2, 3, 4, 5, 6]:
                    return words.Say("Every.Daily");
                case [0, 1, 2, 3, 4]:
                    return words.Say("Weekdays");
                case [5, 6]:
                    return words.Say("Weekend");
            }
        }

        var names = on.ConvertAll(day => words.Say($"On{DayName(day)}"));
        var all = And(words, names);
        return interval == 1 ? words.Say("OnDays", all) : words.Say("WeeksOnDays", every, all);
    }

    // "every month on the first and on the third Friday": each with its own words, because in Russian they follow the day's gender.
    private static string? OnNumberedDays(Wording words, string every, string[] numbered)
    {
        var days = numbered.Select((day, at) => OnNumberedDay(words, at == 0 ? every : "", day)?.TrimStart(',', ' ')).ToList();
        return days.Contains(null) ? null : And(words, days!);
    }

    private static string And(Wording words, List<string> all) => all.Count == 1 ? all[0] : words.Say("And", string.Join(", ", all.SkipLast(1)), all[^1]);

    // Null where one of them is none, such as a day that counts from the end of the month.
    private static List<int>? Numbers(string list, int most)
    {
        var numbers = list.Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return numbers.Exists(number => number < 0 || number > most) ? null : numbers;
    }

    private static string? OnNumberedDay(Wording words, string every, string numbered)
    {
        var day = Array.IndexOf(Days, numbered[^2..]);
        return (day, numbered[..^2].TrimStart('+')) switch
        {
            ( < 0, _) => null,
            (_, "-1") => words.Say($"Last{DayName(day)}", every),
            (_, ['1' or '2' or '3' or '4' or '5'] nth) => words.Say($"Nth{DayName(day)}", every, words.Say($"Nth.{nth}")),
            _ => null,
        };
    }

    private static string? Ended(Wording words, string series, string? count, string? until) => (count, until) switch
    {
        (null, null) => series,
        ({ } times, _) when int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var n) => words.Count("Times", n, series, n),
        (_, { Length: >= 8 } last) when DateTime.TryParseExact(last[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) =>
            words.Say("Until", series, day),
        _ => null,
    };

    // In a leap year, so that 29 February is a day.
    private static DateTime? Date(string day, string month) =>
        DateTime.TryParseExact($"2000-{month}-{day}", "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static DayOfWeek DayName(int day) => (DayOfWeek)((day + 1) % 7);

    private sealed record Wording(CultureInfo Language)
    {
        public string Say(string key, params object[] values) =>
            string.Format(Language, Texts.GetString(key, Language) ?? throw new MissingManifestResourceException(key), values);

        public string Count(string key, int number, params object[] values) => Say($"{key}.{PluralForm.Of(number, Language)}", values);
    }
}
