using Aimi.Accounts;
using Ical.Net;

namespace Aimi.Planning;

/// <summary>
/// One change of an event: of the whole, of one occurrence, or of one and all later. Works on the rows that it is given and says which to add and remove;
/// whoever saves it throws all away where it was refused.
/// </summary>
/// <param name="occurrence">The one of a series that is meant; null means the whole.</param>
internal sealed class EventEdit(PlannedEvent planned, List<EventOccurrence> differences, Occurrence? occurrence, SeriesScope scope, DateTimeOffset now)
{
    /// <summary>So many occurrences of one series can be different.</summary>
    public const int MaxDifferences = 1_000;

    public List<EventOccurrence> Added { get; } = [];
    public List<EventOccurrence> Removed { get; } = [];

    /// <summary>The series that goes on where this one was ended.</summary>
    public PlannedEvent? Continuation { get; private set; }

    public EventStatus From { get; } = occurrence is not null && scope is SeriesScope.This ? occurrence.Status : planned.Status;
    public EventStatus To { get; private set; } = occurrence is not null && scope is SeriesScope.This ? occurrence.Status : planned.Status;
    public EventChangeDetails Details { get; private set; } = new() { OccurrenceAt = occurrence?.At };

    private bool IsOfOne => occurrence is not null && scope is SeriesScope.This;

    // "This and all later" of the first one is all of it.
    private bool Splits => occurrence is not null && scope is SeriesScope.ThisAndLater && occurrence.WallTime > Series.WallTimeOf(planned);

    public EventRefusal? MoveTo(EventStatus status)
    {
        if (!From.MayBecome(status))
            return EventRefusal.NotFrom(From);

        To = status;
        if (!IsOfOne)
            planned.Status = status;
        else if (Difference() is { } difference)
            difference.Status = status;
        else
            return Full;
        return null;
    }

    public EventRefusal? Cancel()
    {
        if (!Splits)
            return MoveTo(EventStatus.Cancelled);

        EndBefore(occurrence!);
        return null;
    }

    public EventRefusal? Complete()
    {
        if (planned is not { RepeatMode: RepeatMode.AfterCompletion, RepeatRule: { } text } || Series.WallTimeOf(planned) is not { } wall)
            return MoveTo(EventStatus.Completed);
        if (!From.MayBecome(EventStatus.Completed))
            return EventRefusal.NotFrom(From);

        To = EventStatus.Completed;
        var rule = RecurrenceRule.Parse(text, planned.Timezone);
        var was = planned.StartAt ?? planned.DueAt;
        if (rule.Count == 1 || AfterToday(rule, wall) is not { } next)
        {
            planned.Status = EventStatus.Completed;
            return null;
        }

        EventTimes.MoveTo(planned, next);
        planned.Status = EventStatus.Planned;
        planned.RepeatRule = rule.Count is { } count ? rule.WithCount(count - 1) : text;
        Details = new EventChangeDetails { OccurrenceAt = was, MovedFrom = was, MovedTo = planned.StartAt ?? planned.DueAt };
        return null;
    }

    public EventRefusal? Postpone(DateTimeOffset until)
    {
        if (From is EventStatus.Completed or EventStatus.Cancelled)
            return EventRefusal.NotFrom(From);

        var was = occurrence?.Anchor ?? planned.StartAt ?? planned.DueAt;
        if (Change(planned.StartAt is null ? new EventPatch { DueAt = new(until) } : new EventPatch { StartAt = new(until) }) is { } refusal)
            return refusal;

        if (From is EventStatus.AwaitingFeedback)
        {
            To = EventStatus.Planned;
            if (IsOfOne)
                Difference()!.Status = EventStatus.Planned;
            else
                (Continuation ?? planned).Status = EventStatus.Planned;
        }

        Details = Details with { MovedFrom = was, MovedTo = EventTimes.Settled(planned, until) };
        return null;
    }

    public EventRefusal? Change(EventPatch patch)
    {
        if (patch.Refusal() is { } refusal)
            return refusal;
        if (IsOfOne)
            return ChangeOne(patch);
        if (Splits)
            return Split(patch);

        var (wall, rule, zone) = (Series.WallTimeOf(planned), planned.RepeatRule, planned.Timezone);
        (occurrence is null ? patch : Back(patch, occurrence.WallTime - wall!.Value)).Apply(planned);
        if (EventRules.Settle(planned) is { } refused)
            return refused;
        if (wall is { } before && differences.Count > 0 && (!Series.Repeats(planned) || (planned.WallTime, planned.RepeatRule, planned.Timezone) != (before, rule, zone)))
            Follow(differences, planned, before);
        return null;
    }

    // Times that are said of one occurrence, as times of the first.
    private EventPatch Back(EventPatch patch, TimeSpan distance)
    {
        return patch with { StartAt = Earlier(patch.StartAt), EndAt = Earlier(patch.EndAt), DueAt = Earlier(patch.DueAt) };

        Hosting.Resources.Patched<DateTimeOffset?> Earlier(Hosting.Resources.Patched<DateTimeOffset?> given) =>
            given.Value is not null ? new(EventTimes.InstantOf(planned, EventTimes.WallOf(planned, given.Value) - distance)) : given;
    }

    private EventRefusal? ChangeOne(EventPatch patch)
    {
        if (!patch.IsOfOne)
            return EventRefusal.Invalid("scope", "Only title, description, start_at, end_at and due_at can be different about one occurrence.");
        if (patch.Title.Value is { } title && EventRules.Title(title) is { } untitled)
            return untitled;
        if (EventRules.Description(patch.Description.Value) is { } undescribed)
            return undescribed;
        if (planned.StartAt is null && (patch.StartAt.Value is not null || patch.EndAt.Value is not null))
            return EventRefusal.Invalid("start_at", "The series has a due_at only.");
        if (Difference() is not { } difference)
            return Full;

        var shift = EventTimes.Settled(planned, patch.StartAt.Value) - difference.StartAt;
        difference.Title = patch.Title.Or(difference.Title);
        difference.Description = patch.Description.Or(difference.Description);
        difference.StartAt = EventTimes.Settled(planned, patch.StartAt.Or(difference.StartAt));
        difference.EndAt = EventTimes.Settled(planned, patch.EndAt.Or(difference.EndAt + (shift ?? TimeSpan.Zero)));
        difference.DueAt = EventTimes.Settled(planned, patch.DueAt.Or(difference.DueAt + (shift ?? TimeSpan.Zero)));
        var changed = Series.Find(planned, differences, occurrence!.At)!;
        return changed.End < changed.Start ? EventRefusal.Invalid("end_at", "An end is not before its start.") : null;
    }

    // The later ones become a series of their own; a COUNT is shared between the two.
    private EventRefusal? Split(EventPatch patch)
    {
        var first = Series.WallTimeOf(planned)!.Value;
        var rule = RecurrenceRule.Parse(planned.RepeatRule!, planned.Timezone);
        var later = planned.Copy(Guid.CreateVersion7(now), now);
        later.ContinuesId = planned.Id;
        if (rule.Count is { } count)
            later.RepeatRule = rule.WithCount(count - rule.Between(first, first, occurrence!.WallTime).Count());
        EventTimes.MoveTo(later, occurrence!.WallTime);
        patch.Apply(later);
        if (EventRules.Settle(later) is { } refused)
            return refused;

        var theirs = EndBefore(occurrence);
        Continuation = later;
        Follow(theirs, later, occurrence.WallTime);
        return null;
    }

    private List<EventOccurrence> EndBefore(Occurrence end)
    {
        // RFC 5545: UNTIL is in UTC, but for what has no zone of its own.
        var last = planned.Floating ? end.WallTime.AddSeconds(-1) : end.At.UtcDateTime.AddSeconds(-1);
        planned.RepeatRule = RecurrenceRule.Parse(planned.RepeatRule!, planned.Timezone).EndingWith(last);
        var later = differences.Where(difference => difference.WallTime >= end.WallTime).ToList();
        Removed.AddRange(later);
        return later;
    }

    // What was different stays different where the series has moved to; what the rule does not give any more is gone.
    private void Follow(List<EventOccurrence> rows, PlannedEvent series, DateTime wallBefore)
    {
        Removed.AddRange(rows.Except(Removed));
        if (rows.Count == 0 || !Series.Repeats(series))
            return;

        var moved = series.WallTime!.Value - wallBefore;
        var clock = series.WallTime.Value.TimeOfDay - wallBefore.TimeOfDay;
        var keys = rows.SelectMany(row => new[] { row.WallTime + clock, row.WallTime + moved }).ToList();
        var given = RecurrenceRule.Parse(series.RepeatRule!, series.Timezone).Between(series.WallTime.Value, keys.Min(), keys.Max().AddSeconds(1)).ToHashSet();
        foreach (var row in rows.OrderBy(row => row.WallTime))
        {
            // The same day at the new hour; or, where the days moved, the day that it moved to.
            var key = given.Remove(row.WallTime + clock) ? row.WallTime + clock : given.Remove(row.WallTime + moved) ? row.WallTime + moved : (DateTime?)null;
            if (key is { } wall)
                Added.Add(row.Copy(series.Id, wall, now));
        }
    }

    // The first time by the rule after the day of today, which is counted from.
    private DateTime? AfterToday(RecurrenceRule rule, DateTime wall)
    {
        var clock = LocalTime.ToWall(now, planned.Timezone);
        clock = clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerSecond));
        var seed = rule.Frequency < FrequencyType.Daily ? clock : clock.Date + wall.TimeOfDay;
        var after = seed > clock ? seed : clock;
        return rule.Between(seed, after.AddSeconds(1), seed.AddYears(RecurrenceRule.YearsToFirst)).Select(next => (DateTime?)next).FirstOrDefault();
    }

    private EventOccurrence? Difference()
    {
        if (differences.Find(row => row.WallTime == occurrence!.WallTime) is { } known)
            return known;
        if (differences.Count >= MaxDifferences)
            return null;

        var difference = new EventOccurrence
        {
            UserId = planned.UserId,
            Id = Guid.CreateVersion7(now),
            EventId = planned.Id,
            WallTime = occurrence!.WallTime,
            CreatedAt = now,
            UpdatedAt = now,
        };
        differences.Add(difference);
        Added.Add(difference);
        return difference;
    }

    private static EventRefusal Full => new(EventRefusal.TooMany, "1,000 occurrences of the series are different already; change this and later ones together.");
}
