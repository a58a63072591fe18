using Aimi.Accounts;

namespace Aimi.Planning.Calendar;

/// <summary>All that a file says under one UID: an event, or a series and what is different about single occurrences of it.</summary>
/// <param name="Series">Null where the file has only single occurrences of a series that may be here already.</param>
/// <param name="Different">By the time that the rule gives.</param>
internal sealed record EntryGroup(string Uid, CalendarEntry? Series, IReadOnlyList<CalendarEntry> Different)
{
    public static IReadOnlyList<EntryGroup> Of(CalendarFile file, string here, DateTimeOffset now, ImportReport report)
    {
        var entries = file.Calendars.SelectMany(calendar => Read(calendar, here, now, report)).ToList();
        return [.. entries.GroupBy(entry => entry.Uid, StringComparer.Ordinal).Select(group => Of(group, report)).OfType<EntryGroup>()];
    }

    private static EntryGroup? Of(IGrouping<string, CalendarEntry> entries, ImportReport report)
    {
        var series = entries.Where(entry => entry.RecurrenceId is null).OrderByDescending(entry => entry.Sequence).ToList();
        foreach (var _ in series.Skip(1))
            report.Skip(entries.Key, SkipReason.Duplicate);
        if (series.FirstOrDefault() is { RepeatRule: { } rule, WallTime: { } start } repeated
            && RecurrenceRule.Check(rule, start, repeated.AllDay, repeated.Timezone) is { } refusal)
        {
            report.Skip(entries.Key, refusal.Code);
            return null;
        }

        if (series.FirstOrDefault() is { HasExtraTimes: true })
            report.Skip(entries.Key, SkipReason.ExtraTimesLeftOut);
        return new EntryGroup(entries.Key, series.FirstOrDefault(), [.. entries.Where(entry => entry.RecurrenceId is not null).OrderBy(entry => entry.Sequence)]);
    }

    private static IEnumerable<CalendarEntry> Read(CalendarComponent calendar, string here, DateTimeOffset now, ImportReport report)
    {
        var zones = new ZoneNames(calendar.Components.Where(component => component.Name == "VTIMEZONE"), here, now);
        var shownIn = calendar.Text("X-WR-TIMEZONE")?.Trim();
        var reader = new EntryReader(zones, here, LocalTime.IsZone(shownIn) ? shownIn : null);
        foreach (var component in calendar.Components.Where(component => component.Name is "VEVENT" or "VTODO" && component.Find(CalendarWriter.StandIn) is null))
        {
            if (reader.Read(component, out var reason) is { } entry)
                yield return entry;
            else
                report.Skip(CalendarText.Clean(component.Text("UID"), 500), reason!);
        }
    }
}
