using System.Globalization;
using Aimi.Accounts;

namespace Aimi.Planning.Calendar;

/// <summary>
/// Plans as iCalendar. Tasks are <c>VTODO</c>s; since most calendars show none of those in a subscription, an open task that has a time is also a short event
/// that marks itself as standing for it.
/// </summary>
internal sealed class FeedDocument(CalendarWriter writer)
{
    public const int MaxComponents = 5_000;

    private const string WallFormat = "yyyyMMdd'T'HHmmss";
    private static readonly TimeSpan StandInLength = TimeSpan.FromMinutes(15);
    private static readonly EventStatus[] Closed = [EventStatus.Completed, EventStatus.Cancelled];

    private enum Shape
    {
        Event,
        Task,
        StandIn,
    }

    public void Begin(FeedRows rows, DateTimeOffset now)
    {
        writer.Begin("VCALENDAR");
        writer.Line("VERSION:2.0");
        writer.Line("PRODID:-//Aimi//Aimi//EN");
        writer.Line("CALSCALE:GREGORIAN");
        writer.Line("METHOD:PUBLISH");
        writer.Line("X-WR-CALNAME:Aimi");
        writer.Line($"X-WR-TIMEZONE:{rows.Timezone}");
        writer.Line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        writer.Line("X-PUBLISHED-TTL:PT1H");
        var zones = rows.Events.Where(planned => planned is { AllDay: false, Floating: false } && (planned.StartAt ?? planned.DueAt) is not null)
            .Select(planned => planned.Timezone).Where(zone => !IsUtc(zone)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var zone in zones)
            ZoneDefinition.Write(writer, zone, now.Year);
    }

    public void End() => writer.End("VCALENDAR");

    /// <summary>Says of each event, asked in the order of their worth, whether there still is room for it and all that is different about its occurrences.</summary>
    public static Func<PlannedEvent, bool> RoomFor(FeedRows rows)
    {
        var components = 0;
        return planned =>
        {
            var different = Repeats(planned) ? rows.Occurrences[planned.Id].Count(occurrence => occurrence.Status != EventStatus.Cancelled) : 0;
            components += (1 + different) * (NeedsStandIn(planned) ? 2 : 1);
            return components <= MaxComponents;
        };
    }

    public void Write(PlannedEvent planned, IEnumerable<EventOccurrence> occurrences)
    {
        var repeats = Repeats(planned);
        List<EventOccurrence> different = repeats ? [.. occurrences.OrderBy(occurrence => occurrence.WallTime)] : [];
        Write(planned, planned.Type == EventType.Task ? Shape.Task : Shape.Event, repeats, different.ToLookup(occurrence => occurrence.Status == EventStatus.Cancelled));
        if (NeedsStandIn(planned))
            Write(planned, Shape.StandIn, repeats, different.ToLookup(occurrence => Closed.Contains(occurrence.Status)));
    }

    private static bool Repeats(PlannedEvent planned) => planned is { RepeatRule: not null, RepeatMode: RepeatMode.Schedule };

    private static bool NeedsStandIn(PlannedEvent planned) =>
        planned.Type == EventType.Task && (planned.StartAt ?? planned.DueAt) is not null && !Closed.Contains(planned.Status);

    private void Write(PlannedEvent planned, Shape shape, bool repeats, ILookup<bool, EventOccurrence> isGone)
    {
        Write(FeedEntry.Of(planned), shape, repeats, isGone[true]);
        foreach (var occurrence in isGone[false])
            Write(FeedEntry.Of(planned, occurrence), shape, repeats: false, []);
    }

    private void Write(FeedEntry entry, Shape shape, bool repeats, IEnumerable<EventOccurrence> gone)
    {
        var planned = entry.Event;
        var component = shape == Shape.Task ? "VTODO" : "VEVENT";
        writer.Begin(component);
        writer.Text("UID", FeedUid.Of(planned) + (shape == Shape.StandIn ? ".task" : ""));
        writer.Line($"DTSTAMP:{Utc(entry.ChangedAt)}");
        writer.Line($"CREATED:{Utc(planned.CreatedAt)}");
        writer.Line($"LAST-MODIFIED:{Utc(entry.ChangedAt)}");
        writer.Line($"SEQUENCE:{planned.Version}");
        writer.Text("SUMMARY", entry.Title);
        writer.Text("DESCRIPTION", entry.Description);
        if (PriorityOf(planned.Priority) is { } priority)
            writer.Line($"PRIORITY:{priority}");
        if (entry.Which is { } which)
            Wall("RECURRENCE-ID", which, planned);

        switch (shape)
        {
            case Shape.Task:
                WriteTask(entry, repeats);
                break;
            case Shape.StandIn:
                WriteStandIn(entry, repeats);
                break;
            default:
                WriteEvent(entry, repeats);
                break;
        }

        if (repeats)
            writer.Line($"RRULE:{planned.RepeatRule!.ReplaceLineEndings("")}");
        foreach (var occurrence in gone)
            Wall("EXDATE", occurrence.WallTime, planned);
        writer.End(component);
    }

    private void WriteEvent(FeedEntry entry, bool repeats)
    {
        Start(entry, entry.Start, repeats);
        Time("DTEND", entry.End == entry.Start ? null : entry.End, entry.Event);
        writer.Line(entry.Status switch
        {
            EventStatus.Cancelled => "STATUS:CANCELLED",
            EventStatus.PendingConfirmation => "STATUS:TENTATIVE",
            _ => "STATUS:CONFIRMED",
        });
    }

    private void WriteTask(FeedEntry entry, bool repeats)
    {
        // What repeats needs a start, be it that of a task that is only due.
        Start(entry, entry.Start ?? (entry.Event.RepeatRule is null ? null : entry.Due), repeats);
        Time("DUE", entry.Due, entry.Event);
        writer.Line(entry.Status switch
        {
            EventStatus.Cancelled => "STATUS:CANCELLED",
            EventStatus.Completed => "STATUS:COMPLETED",
            _ => "STATUS:NEEDS-ACTION",
        });
        if (entry.Status == EventStatus.Completed)
            writer.Line($"COMPLETED:{Utc(entry.ChangedAt)}");
    }

    private void WriteStandIn(FeedEntry entry, bool repeats)
    {
        var at = entry.Start ?? entry.Due!.Value;
        Start(entry, at, repeats);
        if (!entry.Event.AllDay)
            Time("DTEND", at + StandInLength, entry.Event);
        writer.Line("STATUS:CONFIRMED");
        writer.Line("TRANSP:TRANSPARENT");
        writer.Text(CalendarWriter.StandIn, FeedUid.Of(entry.Event));
    }

    // A series begins when its clock says so, which is not an instant that could be told anew by each version of a zone's rules.
    private void Start(FeedEntry entry, DateTimeOffset? at, bool repeats)
    {
        if (repeats && entry.Event.WallTime is { } wall)
            Wall("DTSTART", wall, entry.Event);
        else
            Time("DTSTART", at, entry.Event);
    }

    private void Time(string property, DateTimeOffset? at, PlannedEvent planned)
    {
        if (at is not { } instant)
            return;

        var wall = LocalTime.ToWall(instant, planned.Timezone);
        if (planned is { AllDay: false, Floating: false } && LocalTime.ToInstant(wall, planned.Timezone) != instant)
            writer.Line($"{property}:{Utc(instant)}"); // the second of two times that a clock shows twice
        else
            Wall(property, wall, planned);
    }

    private void Wall(string property, DateTime wall, PlannedEvent planned) => writer.Line(planned switch
    {
        { AllDay: true } => $"{property};VALUE=DATE:{wall.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}",
        { Floating: true } => $"{property}:{wall.ToString(WallFormat, CultureInfo.InvariantCulture)}",
        _ when IsUtc(planned.Timezone) => $"{property}:{wall.ToString(WallFormat, CultureInfo.InvariantCulture)}Z",
        _ => $"{property};TZID={planned.Timezone}:{wall.ToString(WallFormat, CultureInfo.InvariantCulture)}",
    });

    private static string Utc(DateTimeOffset instant) => instant.UtcDateTime.ToString(WallFormat, CultureInfo.InvariantCulture) + "Z";

    private static bool IsUtc(string zone) => zone is "UTC" or "Etc/UTC";

    private static string? PriorityOf(int priority) => priority switch { 5 => "1", 4 => "3", 2 => "7", 1 => "9", _ => null };
}
