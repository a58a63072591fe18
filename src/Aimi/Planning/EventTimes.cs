using Aimi.Accounts;

namespace Aimi.Planning;

/// <summary>Keeps the instants of an event and its wall time in step.</summary>
internal static class EventTimes
{
    /// <summary>
    /// Makes its times what they are to be: whole seconds, midnights where it takes whole days, and for a series the start is its first occurrence.
    /// </summary>
    public static void Settle(PlannedEvent planned)
    {
        planned.StartAt = Settled(planned, planned.StartAt);
        planned.EndAt = Settled(planned, planned.EndAt);
        planned.DueAt = Settled(planned, planned.DueAt);
        planned.WallTime = WallOf(planned, planned.StartAt ?? planned.DueAt);
        if (!Series.Repeats(planned) || planned.WallTime is not { } wall)
            return;

        var rule = RecurrenceRule.Parse(planned.RepeatRule!, planned.Timezone);
        if (rule.Between(wall, wall, wall.AddYears(RecurrenceRule.YearsToFirst)).Select(first => (DateTime?)first).FirstOrDefault() is { } first && first != wall)
            MoveTo(planned, first);
    }

    /// <summary>An instant as a time of this event: cut to seconds, or to the midnight of its day.</summary>
    public static DateTimeOffset? Settled(PlannedEvent planned, DateTimeOffset? instant) => instant is not { } at ? null
        : planned.AllDay ? LocalTime.ToInstant(LocalTime.ToWall(at, planned.Timezone).Date, planned.Timezone)
        : new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>Moves all of it, so that it starts, or is due, when the wall clock says so.</summary>
    public static void MoveTo(PlannedEvent planned, DateTime wall)
    {
        var at = LocalTime.ToInstant(wall, planned.Timezone);
        var (end, due) = (Series.Along(planned, planned.EndAt, at), planned.StartAt is null ? at : Series.Along(planned, planned.DueAt, at));
        (planned.StartAt, planned.EndAt, planned.DueAt, planned.WallTime) = (planned.StartAt is null ? null : at, end, due, wall);
    }

    /// <summary>Takes it to another zone, in which the wall clock says the same as it did.</summary>
    public static void Carry(PlannedEvent planned, string zone)
    {
        var wall = Series.WallTimeOf(planned);
        if (planned.AllDay)
        {
            var (start, end, due) = (WallOf(planned, planned.StartAt), WallOf(planned, planned.EndAt), WallOf(planned, planned.DueAt));
            planned.Timezone = zone;
            (planned.StartAt, planned.EndAt, planned.DueAt) = (InstantOf(planned, start), InstantOf(planned, end), InstantOf(planned, due));
            planned.WallTime = wall;
            return;
        }

        planned.Timezone = zone;
        if (wall is { } same)
            MoveTo(planned, same);
    }

    public static DateTime? WallOf(PlannedEvent planned, DateTimeOffset? instant) => instant is { } at ? LocalTime.ToWall(at, planned.Timezone) : null;

    public static DateTimeOffset? InstantOf(PlannedEvent planned, DateTime? wall) => wall is { } time ? LocalTime.ToInstant(time, planned.Timezone) : null;
}
