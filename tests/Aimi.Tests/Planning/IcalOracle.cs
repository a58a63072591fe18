using Aimi.Accounts;
using Aimi.Planning;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using IcalCalendar = Ical.Net.Calendar;

namespace Aimi.Tests.Planning;

/// <summary>Ical.Net's word on when events take place within a year, as <c>title start end</c>: of a feed, and of rows that it is told without one.</summary>
internal static class IcalOracle
{
    private static readonly CalDateTime From = new(2026, 3, 1, 0, 0, 0, "UTC");
    private static readonly CalDateTime To = new(2027, 3, 1, 0, 0, 0, "UTC");

    public static IReadOnlyList<string> Of(string feed) => Times(IcalCalendar.Load(feed)!);

    public static IReadOnlyList<string> Of(CalendarPlans plans)
    {
        var calendar = new IcalCalendar();
        foreach (var planned in plans.Events.Where(planned => (planned.StartAt ?? planned.DueAt) is not null))
        {
            var occurrences = plans.Occurrences.Where(occurrence => occurrence.EventId == planned.Id).ToList();
            var entry = Entry(planned, planned.Title, planned.StartAt ?? planned.DueAt!.Value, End(planned, planned.StartAt, planned.EndAt));
            if (planned.RepeatRule is { } rule)
                entry.RecurrenceRule = new RecurrencePattern(rule);
            foreach (var gone in occurrences.Where(occurrence => IsGone(planned, occurrence)))
                entry.ExceptionDates.Add(Time(planned, gone.WallTime));
            calendar.Events.Add(entry);
            foreach (var different in occurrences.Where(occurrence => !IsGone(planned, occurrence)))
            {
                var start = different.StartAt ?? different.DueAt ?? LocalTime.ToInstant(different.WallTime, planned.Timezone);
                var end = different.EndAt ?? (start + (End(planned, planned.StartAt, planned.EndAt) - (planned.StartAt ?? planned.DueAt)));
                var single = Entry(planned, different.Title ?? planned.Title, start, end);
                single.RecurrenceIdentifier = new RecurrenceIdentifier(Time(planned, different.WallTime), RecurrenceRange.ThisInstance);
                calendar.Events.Add(single);
            }
        }

        return Times(calendar);
    }

    // A task is a quarter of an hour in a feed, and is not there any more once it is done.
    private static bool IsGone(PlannedEvent planned, EventOccurrence occurrence) =>
        occurrence.Status == EventStatus.Cancelled || (planned.Type == EventType.Task && occurrence.Status == EventStatus.Completed);

    private static DateTimeOffset? End(PlannedEvent planned, DateTimeOffset? start, DateTimeOffset? end) =>
        planned.Type == EventType.Task ? (start ?? planned.DueAt)!.Value.AddMinutes(15) : end;

    private static CalendarEvent Entry(PlannedEvent planned, string title, DateTimeOffset start, DateTimeOffset? end) => new()
    {
        Uid = planned.Id.ToString(),
        Summary = title,
        Start = Time(planned, LocalTime.ToWall(start, planned.Timezone)),
        End = end is { } over ? Time(planned, LocalTime.ToWall(over, planned.Timezone)) : null,
    };

    private static CalDateTime Time(PlannedEvent planned, DateTime wall) =>
        new(wall, planned.AllDay || planned.Floating ? null : planned.Timezone, hasTime: !planned.AllDay);

    private static List<string> Times(IcalCalendar calendar) =>
    [
        .. calendar.GetOccurrences<CalendarEvent>(From).TakeWhile(occurrence => occurrence.Period.StartTime.AsUtc < To.AsUtc)
            .Select(occurrence => $"{((CalendarEvent)occurrence.Source).Summary} {occurrence.Period.StartTime.AsUtc:s} {occurrence.Period.EffectiveEndTime?.AsUtc:s}")
            .Order(StringComparer.Ordinal),
    ];
}
