using System.Globalization;
using System.Text.RegularExpressions;
using Aimi.Accounts;

namespace Aimi.Planning.Calendar;

/// <summary>Understands the entries of one calendar.</summary>
/// <param name="here">The person's zone: in it floats what floats.</param>
/// <param name="calendarZone">The zone that the calendar is shown in (<c>X-WR-TIMEZONE</c>); null where it does not say.</param>
internal sealed partial class EntryReader(ZoneNames zones, string here, string? calendarZone)
{
    private const int MaxUid = 500;
    private const int MaxTitle = 500;
    private const int MaxDescription = 8_000;
    private const int MaxLeftOut = 1_000;
    private const int MaxOffsets = 5;
    private static readonly TimeSpan LongestOffset = TimeSpan.FromDays(28);

    /// <summary>The entry; null, with the reason, where it is left out.</summary>
    public CalendarEntry? Read(CalendarComponent component, out string? reason)
    {
        reason = null;
        var uid = CalendarText.Clean(component.Text("UID"), int.MaxValue);
        if (uid is null or { Length: > MaxUid })
            return Skip(uid is null ? SkipReason.UidMissing : SkipReason.UidTooLong, out reason);

        var isTask = component.Name == "VTODO";
        var start = CalendarTime.Of(component.Find("DTSTART"), zones, out reason);
        if (reason is not null)
            return null;
        var until = CalendarTime.Of(component.Find(isTask ? "DUE" : "DTEND"), zones, out reason);
        if (reason is not null)
            return null;
        var recurrenceId = CalendarTime.Of(component.Find("RECURRENCE-ID"), zones, out reason);
        if (reason is not null)
            return null;
        if (component.Find("RECURRENCE-ID")?.Parameter("RANGE") is not null)
            return Skip(SkipReason.RangeNotSupported, out reason);
        if (!isTask && start is null)
            return Skip(SkipReason.StartMissing, out reason);

        var rules = component.All("RRULE").Select(rule => rule.Value.Trim()).ToList();
        if (rules.Count > 1 || component.Find("EXRULE") is not null || (rules.Count > 0 && (start ?? until) is null))
            return Skip(SkipReason.RuleNotSupported, out reason);

        var entry = new CalendarEntry
        {
            Uid = uid,
            Type = isTask ? EventType.Task : EventType.Event,
            Title = CalendarText.Clean(component.Text("SUMMARY"), MaxTitle),
            Description = Description(component),
            Status = StatusOf(component.Text("STATUS")),
            Timezone = ZoneOf(start ?? until, rules.Count > 0),
            RepeatRule = rules.Count > 0 ? rules[0] : null,
            ReminderOffsets = Offsets(component),
            Priority = PriorityOf(component.Text("PRIORITY")),
            RecurrenceId = recurrenceId,
            HasExtraTimes = component.Find("RDATE") is not null,
            Sequence = int.TryParse(component.Text("SEQUENCE"), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0,
        };
        return Timed(entry, start, until, component.Text("DURATION"), out reason) is { } timed && LeftOut(component, timed, ref reason) is { } leftOut
            ? timed with { LeftOut = leftOut }
            : null;
    }

    private static CalendarEntry? Timed(CalendarEntry entry, CalendarTime? start, CalendarTime? until, string? duration, out string? reason)
    {
        reason = null;
        if ((start ?? until) is not { } first)
            return entry;

        var zone = entry.Timezone;
        var allDay = first.Form == TimeForm.Date;
        DateTimeOffset Instant(CalendarTime time) => (allDay ? time with { Wall = time.Wall.Date, Form = TimeForm.Date } : time).ToInstant(zone);

        var from = start is { } begins ? Instant(begins) : default(DateTimeOffset?);
        var to = until is { } ends ? Instant(ends) : start is null ? null : EndBy(duration, start.Value, Instant(start.Value), zone);
        if (entry.Type == EventType.Event && allDay)
            to = to is null || to == from ? LocalTime.StartOf(DateOnly.FromDateTime(first.Wall).AddDays(1), zone) : to;
        if (from > to)
            return Skip(SkipReason.EndsBeforeStart, out reason);

        // A series needs a start in iCalendar; of a task that has none but when it is due, it says that twice.
        if (entry.Type == EventType.Task && from == to)
            from = null;
        return entry with
        {
            StartAt = from,
            EndAt = entry.Type == EventType.Event ? to : null,
            DueAt = entry.Type == EventType.Task ? to : null,
            WallTime = first.Form is TimeForm.Utc ? LocalTime.ToWall(Instant(first), zone) : first.Wall,
            AllDay = allDay,
            Floating = first.Form is TimeForm.Date or TimeForm.Floating,
        };
    }

    /// <summary>A day of a duration is a day of the calendar, an hour is an hour (RFC 5545, 3.3.6).</summary>
    private static DateTimeOffset? EndBy(string? duration, CalendarTime start, DateTimeOffset from, string zone)
    {
        if (duration is null || Length(duration) is not { } length || length.Negative)
            return null;

        var days = start.Form == TimeForm.Date || length.Days == 0 || start.Form == TimeForm.Utc
            ? from + TimeSpan.FromDays(length.Days)
            : LocalTime.ToInstant(start.Wall.AddDays(length.Days), start.Zone ?? zone);
        return start.Form == TimeForm.Date
            ? LocalTime.StartOf(DateOnly.FromDateTime(start.Wall).AddDays(length.Days), zone)
            : days + length.Time;
    }

    private List<CalendarTime>? LeftOut(CalendarComponent component, CalendarEntry series, ref string? reason)
    {
        var times = new List<CalendarTime>();
        if (series.RepeatRule is null)
            return times;

        foreach (var property in component.All("EXDATE"))
        {
            foreach (var range in property.Value.AsSpan().Split(','))
            {
                if (property.Value.AsSpan(range).Trim() is not { IsEmpty: false } value)
                    continue;
                if (times.Count == MaxLeftOut)
                    return Skip<List<CalendarTime>>(SkipReason.TooManyExceptions, out reason);
                if (CalendarTime.Of(value.ToString(), property, zones, out reason) is not { } time)
                    return null;
                times.Add(time);
            }
        }

        return times;
    }

    // A series in UTC repeats in UTC; what is there once is said in the person's own time.
    private string ZoneOf(CalendarTime? time, bool repeats) => time switch
    {
        { Form: TimeForm.Zoned, Zone: { } zone } => zone,
        { Form: TimeForm.Utc } => repeats ? "UTC" : calendarZone ?? here,
        _ => here,
    };

    // Aimi has no place for a place.
    private static string? Description(CalendarComponent component)
    {
        var (text, location) = (component.Text("DESCRIPTION"), CalendarText.Clean(component.Text("LOCATION"), MaxTitle));
        return CalendarText.Clean(location is null ? text : text is null ? location : $"{location}\n\n{text}", MaxDescription);
    }

    private static EventStatus StatusOf(string? status) => status?.Trim().ToUpperInvariant() switch
    {
        "CANCELLED" => EventStatus.Cancelled,
        "COMPLETED" => EventStatus.Completed,
        "TENTATIVE" => EventStatus.PendingConfirmation,
        _ => EventStatus.Planned,
    };

    /// <summary>iCalendar's 1 is the most urgent and 9 the least; 0 says nothing.</summary>
    private static int? PriorityOf(string? priority) => priority?.Trim() switch
    {
        "1" or "2" => 5,
        "3" or "4" => 4,
        "5" => 3,
        "6" or "7" => 2,
        "8" or "9" => 1,
        _ => null,
    };

    /// <summary>Alarms some time before the start; others (at a given time, after it, from its end) have no equal here.</summary>
    private static string[]? Offsets(CalendarComponent component)
    {
        var offsets = component.Components
            .Where(part => part.Name == "VALARM" && part.Text("ACTION")?.Trim().ToUpperInvariant() is not "NONE")
            .Select(alarm => alarm.Find("TRIGGER"))
            .Where(trigger => trigger is not null && !string.Equals(trigger.Parameter("RELATED"), "END", StringComparison.OrdinalIgnoreCase))
            .Select(trigger => Length(trigger!.Value.Trim()))
            .Where(length => length is { } found && (found.Negative || found.Total == TimeSpan.Zero) && found.Total <= LongestOffset)
            .Select(length => length!.Value.Total)
            .Distinct().OrderDescending().Take(MaxOffsets)
            .Select(Iso).ToArray();
        return offsets.Length == 0 ? null : offsets;
    }

    private static string Iso(TimeSpan before) =>
        before.Minutes == 0 && before != TimeSpan.Zero && before.Seconds == 0 ? $"PT{(int)before.TotalHours}H"
        : before.Seconds == 0 && before != TimeSpan.Zero ? $"PT{(int)before.TotalMinutes}M"
        : $"PT{(int)before.TotalSeconds}S";

    private static (int Days, TimeSpan Time, bool Negative, TimeSpan Total)? Length(string text)
    {
        var match = Duration().Match(text);
        if (!match.Success || match.ValueSpan[^1] is 'P' or 'T')
            return null;

        int Part(string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var days = (7 * Part("weeks")) + Part("days");
        var time = new TimeSpan(Part("hours"), Part("minutes"), Part("seconds"));
        return (days, time, match.Groups["sign"].ValueSpan is "-", TimeSpan.FromDays(days) + time);
    }

    private static CalendarEntry? Skip(string why, out string? reason) => Skip<CalendarEntry>(why, out reason);

    private static T? Skip<T>(string why, out string? reason)
        where T : class
    {
        reason = why;
        return null;
    }

    // Five digits of anything, a hundred thousand hours or ten years of days, are more than a real one has.
    [GeneratedRegex(
        @"^(?<sign>[+-])?P(?:(?<weeks>\d{1,3})W)?(?:(?<days>\d{1,4})D)?(?:T(?:(?<hours>\d{1,5})H)?(?:(?<minutes>\d{1,5})M)?(?:(?<seconds>\d{1,5})S)?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
