using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;

namespace Aimi.Reminders;

/// <summary>Which reminders an event or a task asks for. Pure: the caller brings the rows.</summary>
internal static class EventReminders
{
    public const string FeedbackChannel = "feedback";

    /// <summary>What takes the whole day is reminded of at this local time, for nobody wants to be told of it at midnight.</summary>
    public static readonly TimeOnly Morning = new(9, 0);

    private const int MaxNagsAhead = 24;

    private static readonly TimeSpan LongestNag = TimeSpan.FromDays(7);
    private static readonly TimeSpan ShortestNagPause = TimeSpan.FromMinutes(1);

    // What has no end is taken to last so long before Aimi asks how it went.
    private static readonly TimeSpan AssumedLength = TimeSpan.FromHours(1);

    // A follow-up is Aimi's own reason to ask, which is at its time.
    private static readonly IReadOnlyList<string> FollowUpOffsets = ["PT0S"];

    /// <summary>The moment at which an occurrence is to be thought of at the latest.</summary>
    public static DateTimeOffset MomentOf(DateTimeOffset anchor, bool allDay, string? zone) =>
        allDay && zone is not null ? LocalTime.ToInstant(DayOf(anchor, zone).ToDateTime(Morning), zone) : anchor;

    /// <summary>What its reminders go by: its own offsets, else the person's.</summary>
    public static IReadOnlyList<string> OffsetsOf(PlannedEvent planned, ReminderPreferences person) =>
        planned.ReminderOffsets ?? (planned.Type is EventType.FollowUp ? FollowUpOffsets : person.Offsets);

    /// <summary>No occurrence before this matters: what happened before it is asked for by nothing that is in the queue or could come into it.</summary>
    public static DateTimeOffset Earliest(PlannedEvent planned, IReadOnlyList<QueuedReminder> queued, DateTimeOffset now)
    {
        var length = planned.EndAt - planned.StartAt ?? TimeSpan.Zero;
        var lookBack = (planned.NagEvery is null || length > LongestNag ? length : LongestNag) + TimeSpan.FromDays(1);
        var from = ReminderPlan.From(queued, now) - lookBack;
        return queued.Where(reminder => reminder.Waits).Select(reminder => reminder.OccurrenceAt).Append(from).Min();
    }

    public static ReminderPlan Plan(
        PlannedEvent planned,
        IReadOnlyCollection<EventOccurrence> differences,
        ReminderPreferences person,
        IReadOnlyList<QueuedReminder> queued,
        DateTimeOffset now)
    {
        var offsets = ReminderOffset.Read(OffsetsOf(planned, person));
        var window = new Window(ReminderPlan.From(queued, now), now, now + ReminderPlan.Horizon);
        var standing = Standing(planned, differences, EarliestOf(planned, differences, queued, window), window.To + Reach(offsets)).ToList();
        var open = standing.Where(occurrence => occurrence.Status is EventStatus.Planned).ToList();

        var asked = open.SelectMany(occurrence => ByOffsets(occurrence, offsets))
            .Concat(ByInstants(planned, differences, offsets, window))
            .Where(trigger => window.Holds(trigger.At))
            .ToList();
        var triggers = asked.Concat(AtTheMoment(open, offsets, asked, queued, window)).Concat(Nags(planned, open, window));
        var wanted = triggers
            .SelectMany(trigger => person.Channels.Select(channel => Wanted(ReminderKind.Event, trigger, channel, person)))
            .Concat(Feedback(planned, open, window).Select(trigger => Wanted(ReminderKind.Feedback, trigger, FeedbackChannel, person)));

        return ReminderPlan.Of(wanted, queued, now, reminder =>
            standing.Find(occurrence => Instant.Truncate(occurrence.Anchor) == reminder.OccurrenceAt) is { } occurrence && Stays(reminder, occurrence, now)
                ? PayloadOf(occurrence, person)
                : null);
    }

    /// <summary>The next time at which this offset reminds of what is planned, from now on, however far ahead; null where it is too late for that, or over.</summary>
    public static (DateTimeOffset OccurrenceAt, TimeSpan Offset)? Next(
        PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, ReminderOffset offset, DateTimeOffset now)
    {
        // A day is reminded of hours after it began.
        var to = Series.Repeats(planned) ? now.AddDays(400) : DateTimeOffset.MaxValue;
        var ahead = Standing(planned, differences, now.AddDays(-1), to).Where(occurrence => occurrence.Status is EventStatus.Planned);
        var next = ahead.SelectMany(occurrence => ByOffsets(occurrence, [offset]))
            .Concat(ByInstants(planned, differences, [offset], new Window(now, now, DateTimeOffset.MaxValue)))
            .Where(trigger => trigger.At >= now)
            .MinBy(trigger => trigger.At);
        return next is null ? null : (next.OccurrenceAt, next.Offset);
    }

    // What was snoozed rings, whatever the offsets are now. What is due while Aimi asks how it went is the dispatcher's to decide on: it may be its own asking
    // that is heard of here.
    private static bool Stays(QueuedReminder reminder, Occurrence occurrence, DateTimeOffset now) =>
        (reminder.Moved && reminder.Kind is ReminderKind.Event)
        || (occurrence.Status is EventStatus.AwaitingFeedback && (reminder.Kind is ReminderKind.Feedback || reminder.TriggerAt <= now));

    private static IEnumerable<Occurrence> Standing(
        PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, DateTimeOffset from, DateTimeOffset to) =>
        Series.Between(planned, differences, from, to)
            .Where(occurrence => occurrence.Status is EventStatus.Planned or EventStatus.AwaitingFeedback);

    // One occurrence may have an end of its own, far from its start.
    private static DateTimeOffset EarliestOf(
        PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, IReadOnlyList<QueuedReminder> queued, Window window) =>
        differences.Where(difference => difference.EndAt >= window.From)
            .Select(difference => difference.StartAt ?? LocalTime.ToInstant(difference.WallTime, planned.Timezone))
            .Append(Earliest(planned, queued, window.Now)).Min();

    private static TimeSpan Reach(IReadOnlyList<ReminderOffset> offsets) =>
        TimeSpan.FromDays(1) + offsets.Select(offset => offset.Reach).DefaultIfEmpty().Max();

    private static IEnumerable<Trigger> ByOffsets(Occurrence occurrence, IReadOnlyList<ReminderOffset> offsets)
    {
        var (zone, allDay) = (occurrence.Event.Timezone, occurrence.Event.AllDay);
        return offsets.Where(offset => offset.At is null).Select(offset => new Trigger(
            occurrence, allDay ? offset.BeforeDay(DayOf(occurrence.Anchor, zone), Morning, zone) : offset.Before(occurrence.Anchor, zone)));
    }

    // An instant belongs to the first occurrence at or after it, once; one within a whole day belongs to that day.
    private static IEnumerable<Trigger> ByInstants(
        PlannedEvent planned, IReadOnlyCollection<EventOccurrence> differences, IReadOnlyList<ReminderOffset> offsets, Window window)
    {
        foreach (var at in offsets.Select(offset => offset.At).OfType<DateTimeOffset>().Where(window.Holds))
        {
            var from = planned.AllDay ? LocalTime.StartOf(DayOf(at, planned.Timezone), planned.Timezone) : at;
            if (Standing(planned, differences, from, from.AddDays(400)).FirstOrDefault(occurrence => occurrence.Status is EventStatus.Planned) is { } occurrence)
                yield return new Trigger(occurrence, at);
        }
    }

    // What was asked to be reminded of, and too late for all its offsets, is reminded of when it takes place: unless something was said of it before.
    private static IEnumerable<Trigger> AtTheMoment(
        List<Occurrence> open, IReadOnlyList<ReminderOffset> offsets, List<Trigger> asked, IReadOnlyList<QueuedReminder> queued, Window window)
    {
        if (offsets.Count == 0)
            return [];

        var askedFor = asked.Select(trigger => (trigger.OccurrenceAt, trigger.Offset)).ToHashSet();
        var ahead = asked.Where(trigger => trigger.At >= window.Now).Select(trigger => trigger.OccurrenceAt).ToHashSet();
        var told = queued.Where(reminder => reminder.Kind is ReminderKind.Event)
            .Where(reminder => !reminder.Waits || reminder.Moved || askedFor.Contains((reminder.OccurrenceAt, reminder.Offset)))
            .ToLookup(reminder => reminder.OccurrenceAt);
        return open.Select(occurrence => new Trigger(occurrence, Moment(occurrence)))
            .Where(trigger => window.Holds(trigger.At) && !ahead.Contains(trigger.OccurrenceAt) && !told[trigger.OccurrenceAt].Any());
    }

    // Again and again from the moment on, until the next occurrence takes its place.
    private static IEnumerable<Trigger> Nags(PlannedEvent planned, List<Occurrence> open, Window window)
    {
        if (planned.Type is not EventType.Task || planned.NagEvery is not { } every || every < ShortestNagPause)
            yield break;

        var ahead = 0;
        for (var i = 0; i < open.Count; i++)
        {
            var moment = Moment(open[i]);
            var end = moment + LongestNag;
            if (i + 1 < open.Count && open[i + 1].Anchor < end)
                end = open[i + 1].Anchor;

            var passed = Math.Max(0, (window.From - moment).Ticks / every.Ticks);
            for (var at = moment + (every * (passed + 1)); at <= end && at < window.To && ahead < MaxNagsAhead; at += every)
            {
                yield return new Trigger(open[i], at);
                ahead += at >= window.Now ? 1 : 0;
            }
        }
    }

    private static IEnumerable<Trigger> Feedback(PlannedEvent planned, List<Occurrence> open, Window window) =>
        planned.Type is not EventType.Event
            ? []
            : open.Select(occurrence => new Trigger(occurrence, EndOf(occurrence) ?? occurrence.Anchor + AssumedLength)).Where(trigger => window.Holds(trigger.At));

    private static WantedReminder Wanted(ReminderKind kind, Trigger trigger, string channel, ReminderPreferences person) =>
        new(kind, trigger.OccurrenceAt, trigger.Offset, channel, PayloadOf(trigger.Occurrence, person));

    // A day is the day of the event's zone; an instant is said by the person's clock.
    private static ReminderPayload PayloadOf(Occurrence occurrence, ReminderPreferences person) => new()
    {
        Title = occurrence.Title,
        Timezone = occurrence.Event.AllDay ? occurrence.Event.Timezone : person.Timezone,
        EndsAt = EndOf(occurrence) is { } end ? Instant.Truncate(end) : null,
        AllDay = occurrence.Event.AllDay,
        Due = occurrence.Start is null,
    };

    private static DateTimeOffset? EndOf(Occurrence occurrence) => occurrence.End
        ?? (occurrence.Event.AllDay ? LocalTime.StartOf(DayOf(occurrence.Anchor, occurrence.Event.Timezone).AddDays(1), occurrence.Event.Timezone) : null);

    private static DateTimeOffset Moment(Occurrence occurrence) => MomentOf(occurrence.Anchor, occurrence.Event.AllDay, occurrence.Event.Timezone);

    private static DateOnly DayOf(DateTimeOffset instant, string zone) => LocalTime.DayOf(instant, zone);

    /// <param name="From">Of what is due and not sent.</param>
    /// <param name="To">The horizon.</param>
    private sealed record Window(DateTimeOffset From, DateTimeOffset Now, DateTimeOffset To)
    {
        public bool Holds(DateTimeOffset at) => at >= From && at < To;
    }

    // As the queue keeps it: an instant in microseconds, and whole seconds before it, at which it is due. The seconds are counted before anything is cut off,
    // or what is left of a microsecond would cost one.
    private sealed record Trigger(Occurrence Occurrence, DateTimeOffset WantedAt)
    {
        public DateTimeOffset OccurrenceAt { get; } = Instant.Truncate(Occurrence.Anchor);

        public TimeSpan Offset { get; } = TimeSpan.FromSeconds(Math.Floor((Occurrence.Anchor - WantedAt).TotalSeconds));

        public DateTimeOffset At => OccurrenceAt - Offset;
    }
}
