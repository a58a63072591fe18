using System.Globalization;
using Aimi.Assistant.Tools;
using Aimi.Reminders;

namespace Aimi.Assistant.Offline;

/// <summary>Says times as people do: "завтра в 10:00", "on Friday, 20 March, at 15:00". Times are of the person's wall clock.</summary>
internal sealed class SpokenTime(CultureInfo language, DateTime now)
{
    private readonly ReminderWords _words = ReminderWords.For(language.Name);

    public DateOnly Today => DateOnly.FromDateTime(now);

    /// <summary>As tools take times and days.</summary>
    public static string Wire(DateTime at, bool wholeDay) => at.ToString(wholeDay ? ToolTimes.DayFormat : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>As tools give them; null where there is none.</summary>
    public static DateTime? Read(string? wire, out bool wholeDay)
    {
        wholeDay = false;
        return wire is not null && ToolTimes.TryRead(wire, out var at, out wholeDay) ? at : null;
    }

    public static string Clock(DateTime at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>On which day, and at what time; empty where there is no time.</summary>
    public string When(string? wire) => Read(wire, out var wholeDay) is { } at ? When(at, wholeDay) : "";

    public string When(DateTime at, bool wholeDay)
    {
        var far = at.Year != now.Year && Math.Abs((at - now).TotalDays) > 30;
        if (!far)
            return wholeDay ? _words.Day(at, Today) : _words.DayAndClock(at, Today);

        // This year's need no year.
        var say = new Sayings(language);
        return wholeDay ? say.Say("DayOfYear", at) : say.Say("TimeOfYear", at);
    }

    /// <summary>The same, with the end where it is on another day, or a time of the same: "с 1 по 3 декабря", "tomorrow at 10:00–12:00".</summary>
    public string Span(string? start, string? end)
    {
        if (Read(start, out var wholeDay) is not { } from)
            return "";
        if (Read(end, out var wholeEnd) is not { } to || to <= from || wholeEnd != wholeDay)
            return When(from, wholeDay);

        if (wholeDay)
        {
            // What is said of the end holds for the beginning, too.
            var say = new Sayings(language);
            var begins = from.ToString(from.Year != to.Year ? say["YearFormat"] : from.Month == to.Month ? "%d" : "d MMMM", language);
            return say.Say("DaysFromTo", begins, to.ToString(to.Year == now.Year ? "d MMMM" : say["YearFormat"], language));
        }

        return to.Date == from.Date ? $"{When(from, wholeDay)}–{Clock(to)}" : When(from, wholeDay);
    }

    /// <summary>"18:30", and the day before it where that is not this one.</summary>
    public string Within(DateOnly day, DateTime at) => DateOnly.FromDateTime(at) == day ? Clock(at) : When(at, wholeDay: false);

    public string Duration(TimeSpan duration) => _words.Duration(duration);

    /// <summary>The heading of a day: "Завтра, вторник, 17 марта".</summary>
    public string Heading(DateOnly day)
    {
        var date = day.ToString(new Sayings(language)["HeadingFormat"], language);
        var sayings = new Sayings(language);
        var heading = (day.DayNumber - Today.DayNumber) is >= -1 and <= 1 ? $"{_words.Day(day.ToDateTime(TimeOnly.MinValue), Today)}, {date}" : date;
        return sayings.Sentence(heading);
    }
}
