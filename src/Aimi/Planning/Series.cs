using Aimi.Accounts;

namespace Aimi.Planning;

/// <summary>
/// When a planned event takes place: the rule is followed on the wall clock of its zone, each time is mapped to an instant, and what is different about single
/// occurrences is laid over it. Pure; the caller brings the rows.
/// </summary>
public static class Series
{
    /// <summary>The most that one expansion gives.</summary>
    public const int MaxOccurrences = 1_000;

    // More than any zone ever put its clocks forward or back: whole days were skipped at the date line.
    private static readonly TimeSpan ClockSlack = TimeSpan.FromDays(2);

    /// <summary>
    /// What is to be there, or done, from <paramref name="from"/> until before <paramref name="to"/> (by <see cref="Occurrence.Anchor"/>: what was moved
    /// counts where it is now), in order, at most <see cref="MaxOccurrences"/>. Those that were skipped or are done are among them, as their status says.
    /// </summary>
    /// <param name="differences">All rows of the series.</param>
    public static IEnumerable<Occurrence> Between(
        PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, DateTimeOffset from, DateTimeOffset to)
    {
        if (!Repeats(planned))
            return First(planned) is { } only && only.Anchor >= from && only.Anchor < to ? [only] : [];

        var different = differences.ToDictionary(difference => difference.WallTime);
        var moved = different.Values
            .Where(difference => (difference.StartAt ?? difference.DueAt) is not null)
            .Select(difference => At(planned, difference.WallTime, difference))
            .Where(occurrence => occurrence.Moved && occurrence.Anchor >= from && occurrence.Anchor < to)
            .OrderBy(occurrence => occurrence.Anchor)
            .ToList();
        var unmoved = ByRule(planned, from, to)
            .Select(wall => At(planned, wall, different.GetValueOrDefault(wall)))
            .Where(occurrence => !occurrence.Moved);
        return Merge(unmoved, moved).Take(MaxOccurrences);
    }

    /// <summary>The occurrence that clients name by this instant: when the rule lets it start, or be due; null where there is none.</summary>
    public static Occurrence? Find(PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, DateTimeOffset occurrenceAt)
    {
        if (!Repeats(planned))
            return First(planned) is { } only && only.At == occurrenceAt ? only : null;

        DateTime? wall = ByRule(planned, occurrenceAt, occurrenceAt.AddTicks(1)).Select(wall => (DateTime?)wall).FirstOrDefault();
        return wall is { } found ? At(planned, found, differences.SingleOrDefault(difference => difference.WallTime == found)) : null;
    }

    /// <summary>The occurrence that takes place, or is due, at this instant: where the rule puts it, or where it was moved to; null where there is none.</summary>
    public static Occurrence? TakingPlaceAt(PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, DateTimeOffset instant) =>
        Between(planned, differences, instant, instant.AddMicroseconds(1)).FirstOrDefault();

    /// <summary>Whether it takes place more than once by its rule. What repeats after completion has one occurrence at a time.</summary>
    public static bool Repeats(PlannedEvent planned) =>
        planned is { RepeatRule: not null, RepeatMode: RepeatMode.Schedule } && (planned.StartAt ?? planned.DueAt) is not null;

    /// <summary>What the wall clock says when it starts, or is due; null without either.</summary>
    public static DateTime? WallTimeOf(PlannedEvent planned) =>
        planned.WallTime ?? ((planned.StartAt ?? planned.DueAt) is { } anchor ? WholeSeconds(LocalTime.ToWall(anchor, planned.Timezone)) : null);

    /// <summary>The only one of what happens once; the first, as its row says, of a series; null without a time.</summary>
    internal static Occurrence? First(PlannedEvent planned) =>
        (planned.StartAt ?? planned.DueAt) is { } at
            ? new Occurrence(
                planned, WallTimeOf(planned)!.Value, at, planned.StartAt, planned.EndAt, planned.DueAt, planned.Status, planned.Title, planned.Description, Moved: false)
            : null;

    // The times by the rule whose instants are in the span. Two times can be one instant, where the clock skips the first of them: the first stands for both.
    private static IEnumerable<DateTime> ByRule(PlannedEvent planned, DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset? last = null;
        var rule = RecurrenceRule.Parse(planned.RepeatRule!, planned.Timezone);
        foreach (var wall in rule.Between(WallTimeOf(planned)!.Value, Wall(from) - ClockSlack, Wall(to) + ClockSlack))
        {
            var at = LocalTime.ToInstant(wall, planned.Timezone);
            if (at >= to)
                yield break;
            if (at >= from && at != last)
                yield return wall;
            last = at;
        }

        DateTime Wall(DateTimeOffset instant) => WholeSeconds(LocalTime.ToWall(instant, planned.Timezone));
    }

    internal static Occurrence At(PlannedEvent planned, DateTime wall, EventOccurrence? difference)
    {
        var at = LocalTime.ToInstant(wall, planned.Timezone);
        var movedTo = difference?.StartAt ?? difference?.DueAt;
        return new Occurrence(
            planned,
            wall,
            at,
            planned.StartAt is null ? null : movedTo ?? at,
            difference?.EndAt ?? Along(planned, planned.EndAt, movedTo ?? at),
            planned.StartAt is null ? movedTo ?? at : difference?.DueAt ?? Along(planned, planned.DueAt, movedTo ?? at),
            difference is null or { Status: EventStatus.Planned } ? planned.Status : difference.Status,
            difference?.Title ?? planned.Title,
            difference?.Description ?? planned.Description,
            Moved: movedTo is not null && movedTo != at);
    }

    // An end, or a deadline, is as far from the start as it is in the series: whole days by the calendar, or time that passes.
    internal static DateTimeOffset? Along(PlannedEvent planned, DateTimeOffset? of, DateTimeOffset start)
    {
        if (of is not { } then || planned.StartAt is not { } first)
            return null;

        return planned.AllDay ? LocalTime.ToInstant(Wall(start) + (Wall(then) - Wall(first)), planned.Timezone) : start + (then - first);

        DateTime Wall(DateTimeOffset instant) => LocalTime.ToWall(instant, planned.Timezone);
    }

    private static IEnumerable<Occurrence> Merge(IEnumerable<Occurrence> unmoved, List<Occurrence> moved)
    {
        var next = 0;
        foreach (var occurrence in unmoved)
        {
            while (next < moved.Count && moved[next].Anchor < occurrence.Anchor)
                yield return moved[next++];
            yield return occurrence;
        }

        while (next < moved.Count)
            yield return moved[next++];
    }

    private static DateTime WholeSeconds(DateTime wall) => new(wall.Ticks - (wall.Ticks % TimeSpan.TicksPerSecond), wall.Kind);
}
