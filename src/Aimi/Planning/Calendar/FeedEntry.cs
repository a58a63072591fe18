using Aimi.Accounts;

namespace Aimi.Planning.Calendar;

/// <summary>What a feed shows of an event, or of one occurrence of it that is different.</summary>
/// <param name="Which">The occurrence, by what the wall clock says when the rule lets it start; null for the whole.</param>
internal sealed record FeedEntry(
    PlannedEvent Event,
    string Title,
    string? Description,
    EventStatus Status,
    DateTimeOffset? Start,
    DateTimeOffset? End,
    DateTimeOffset? Due,
    DateTimeOffset ChangedAt,
    DateTime? Which)
{
    public static FeedEntry Of(PlannedEvent planned) => new(
        planned, planned.Title, planned.Description, planned.Status, planned.StartAt, planned.EndAt, planned.DueAt, planned.UpdatedAt, Which: null);

    public static FeedEntry Of(PlannedEvent series, EventOccurrence occurrence)
    {
        var byRule = LocalTime.ToInstant(occurrence.WallTime, series.Timezone);
        var start = occurrence.StartAt ?? (series.StartAt is null ? null : byRule);
        return new FeedEntry(
            series,
            occurrence.Title ?? series.Title,
            occurrence.Description ?? series.Description,
            occurrence.Status,
            start,
            occurrence.EndAt ?? After(start, series.StartAt, series.EndAt, series),
            occurrence.DueAt ?? (series.StartAt is null ? byRule : After(start, series.StartAt, series.DueAt, series)),
            occurrence.UpdatedAt > series.UpdatedAt ? occurrence.UpdatedAt : series.UpdatedAt,
            occurrence.WallTime);
    }

    /// <summary>As long after it as in the series: by the clock for days, which are not all of 24 hours.</summary>
    private static DateTimeOffset? After(DateTimeOffset? start, DateTimeOffset? seriesStart, DateTimeOffset? seriesEnd, PlannedEvent series)
    {
        if (start is not { } from || seriesStart is not { } begins || seriesEnd is not { } ends)
            return null;

        return series.AllDay
            ? LocalTime.ToInstant(
                LocalTime.ToWall(from, series.Timezone) + (LocalTime.ToWall(ends, series.Timezone) - LocalTime.ToWall(begins, series.Timezone)), series.Timezone)
            : from + (ends - begins);
    }
}
