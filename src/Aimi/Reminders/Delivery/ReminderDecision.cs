using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>What is to be done with a reminder that is due.</summary>
internal abstract record ReminderDecision
{
    /// <summary>It is told in the product, in the transaction that took it.</summary>
    public sealed record Deliver : ReminderDecision;

    /// <summary>It is told outside, which takes its time: it is the worker's under a lease.</summary>
    public sealed record Lease : ReminderDecision;

    /// <summary>Not now.</summary>
    public sealed record Hold(DateTimeOffset Until) : ReminderDecision;

    /// <summary>It is not told.</summary>
    public sealed record Skip(string Reason) : ReminderDecision;

    /// <summary>It is told together with others.</summary>
    public sealed record Merge : ReminderDecision;
}

/// <summary>Why a reminder was not told, or failed; stands in its log.</summary>
internal static class ReminderReasons
{
    public const string Superseded = "superseded";
    public const string TooLate = "too_late";
    public const string NoAddress = "no_address";
    public const string Digest = "digest";

    /// <summary>The event was done, dropped or moved meanwhile.</summary>
    public const string NotPlanned = "not_planned";

    /// <summary>What it holds makes no sense, so that it can not be told.</summary>
    public const string Unreadable = "unreadable";
}

/// <summary>Where a channel leads.</summary>
internal enum ChannelReach
{
    /// <summary>There is no such channel, or the person gave no address for it.</summary>
    Nowhere,
    InProduct,
    Outside,
}

/// <param name="DeliveredToday">How many reminders the person was told on their day.</param>
internal sealed record ReminderCircumstances(DateTimeOffset Now, User Person, ChannelReach Reach, int DeliveredToday);

/// <summary>The manners of reminding: pure, so that a table of cases can hold them.</summary>
internal static class ReminderManners
{
    /// <summary>So many a day are told one by one where the person said nothing else.</summary>
    public const int DefaultDailyCap = 30;

    /// <summary>What comes this much after its time is late, and worth it only while it is of use.</summary>
    private static readonly TimeSpan Punctual = TimeSpan.FromMinutes(1);

    /// <summary>What has no end is of use so long after it began.</summary>
    private static readonly TimeSpan UseWithoutEnd = TimeSpan.FromHours(1);

    /// <summary>A task is still worth doing so long after it was due.</summary>
    private static readonly TimeSpan UseOfTask = TimeSpan.FromHours(24);

    private static readonly TimeOnly Noon = new(12, 0);

    /// <remarks>Throws where a zone is none.</remarks>
    public static ReminderDecision Decide(DueReminder due, ReminderCircumstances at)
    {
        var reminder = due.Reminder;
        if (due.Superseded)
            return new ReminderDecision.Skip(ReminderReasons.Superseded);

        // What a person put off beyond its end is not late: they want it then.
        var late = at.Now - reminder.TriggerAt > Punctual;
        if (late && at.Now > UsefulUntil(reminder, at.Person))
            return new ReminderDecision.Skip(ReminderReasons.TooLate);
        if (at.Reach == ChannelReach.Nowhere)
            return new ReminderDecision.Skip(ReminderReasons.NoAddress);
        if (QuietUntil(at.Person, at.Now) is { } quietEnd && MayWait(reminder, late, quietEnd))
            return new ReminderDecision.Hold(quietEnd);
        if (Counts(reminder) && at.DeliveredToday >= (at.Person.Settings.DailyCap ?? DefaultDailyCap))
            return new ReminderDecision.Merge();

        return at.Reach == ChannelReach.InProduct ? new ReminderDecision.Deliver() : new ReminderDecision.Lease();
    }

    /// <summary>Whether it is one of those that the daily cap is about; days and digests are told as such.</summary>
    public static bool Counts(Reminder reminder) => reminder.Kind is ReminderKind.Event or ReminderKind.Habit;

    /// <summary>The instant at which the person's day began.</summary>
    public static DateTimeOffset DayStart(User person, DateTimeOffset now)
    {
        var hour = person.Settings.DayStartHour ?? 0;
        return LocalTime.ToInstant(LocalTime.DayOf(now, person.Timezone, hour).ToDateTime(new TimeOnly(hour, 0)), person.Timezone);
    }

    /// <summary>From then on nobody wants to hear of it.</summary>
    public static DateTimeOffset UsefulUntil(Reminder reminder, User person) => reminder.Kind switch
    {
        ReminderKind.Agenda => EndOfMorning(reminder, person),
        ReminderKind.CheckIn => DayStart(person, reminder.OccurrenceAt).AddDays(1),
        ReminderKind.Digest => reminder.TriggerAt + UseOfTask,
        _ when reminder.Payload.Due => reminder.OccurrenceAt + UseOfTask,
        _ => reminder.Payload.EndsAt ?? reminder.OccurrenceAt + UseWithoutEnd,
    };

    private static DateTimeOffset EndOfMorning(Reminder reminder, User person) =>
        LocalTime.ToInstant(LocalTime.ToWall(reminder.OccurrenceAt, person.Timezone).Date + Noon.ToTimeSpan(), person.Timezone);

    /// <summary>When the quiet hours end that it is in; null where it is in none.</summary>
    private static DateTimeOffset? QuietUntil(User person, DateTimeOffset now)
    {
        if (person.Settings.QuietHours is not { } quiet || quiet.From == quiet.To)
            return null;

        var wall = LocalTime.ToWall(now, person.Timezone);
        if (!TimeOnly.FromDateTime(wall).IsBetween(quiet.From, quiet.To))
            return null;

        var end = wall.Date + quiet.To.ToTimeSpan();
        var until = LocalTime.ToInstant(end > wall ? end : end.AddDays(1), person.Timezone);

        // In an hour that the clock shows twice, the end that it shows may be over already: nothing is held into the past.
        return until > now ? until : null;
    }

    // What starts while it is quiet would come too late at their end. A whole day starts at no hour, and what rings after the start
    // (a task that is asked about again) can wait. Whoever wants the day told at an hour wants it told then.
    private static bool MayWait(Reminder reminder, bool late, DateTimeOffset quietEnd) => reminder.Kind switch
    {
        ReminderKind.Agenda or ReminderKind.CheckIn => late,
        ReminderKind.Digest => true,
        _ => reminder.Payload.AllDay || reminder.OccurrenceAt < reminder.TriggerAt || reminder.OccurrenceAt >= quietEnd,
    };
}
