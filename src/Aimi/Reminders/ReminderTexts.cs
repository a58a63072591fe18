using Aimi.Accounts;
using Aimi.Planning;

namespace Aimi.Reminders;

/// <summary>What a reminder says, in the person's language and by their clock.</summary>
public static class ReminderTexts
{
    /// <summary>From here on a reminder says that it is late; below it nobody would notice.</summary>
    private static readonly TimeSpan NoticeablyLate = TimeSpan.FromMinutes(5);

    /// <param name="lines">For an agenda, a check-in and a digest: what they list (<see cref="LineOf(Occurrence, User)"/> and its kin).</param>
    public static ReminderText Of(Reminder reminder, User person, DateTimeOffset now, IReadOnlyList<string>? lines = null)
    {
        var words = ReminderWords.For(person.Locale);
        var title = reminder.Payload.Title ?? string.Empty;
        return reminder.Kind switch
        {
            ReminderKind.Agenda => new(words.Say("Agenda.Title", Wall(reminder.OccurrenceAt, reminder, person)), List(words, lines, "Agenda.Empty")),
            ReminderKind.CheckIn => new(
                words.Say("CheckIn.Title"), lines is { Count: > 0 } ? words.Say("CheckIn.Body") + "\n" + List(words, lines, "CheckIn.Empty") : words.Say("CheckIn.Empty")),
            ReminderKind.Digest => new(words.Count("Digest.Title", lines?.Count ?? 0), List(words, lines, "Agenda.Empty")),
            ReminderKind.Habit => new(title, WithLateness(words, words.Say("Habit"), reminder, now)),
            _ => new(title, WithLateness(words, When(words, reminder, person, now), reminder, now)),
        };
    }

    /// <summary>A line of the agenda: <c>15:00 — Lesson</c>.</summary>
    public static string LineOf(Occurrence occurrence, User person)
    {
        var words = ReminderWords.For(person.Locale);
        var due = occurrence.Start is null;
        return occurrence.Event.AllDay
            ? words.Say(due ? "Line.DueDay" : "Line.Day", occurrence.Title)
            : words.Say(due ? "Line.Due" : "Line.At", LocalTime.ToWall(occurrence.Anchor, person.Timezone), occurrence.Title);
    }

    public static string LineOf(Habit habit, User person) => ReminderWords.For(person.Locale).Say("Line.Habit", habit.Name);

    /// <summary>A line of a digest: what it reminds of, and when that is.</summary>
    public static string LineOf(Reminder reminder, User person, DateTimeOffset now)
    {
        var words = ReminderWords.For(person.Locale);
        var title = reminder.Payload.Title ?? string.Empty;
        var (wall, today) = (Wall(reminder.OccurrenceAt, reminder, person), Today(reminder, person, now));
        return reminder.Kind is ReminderKind.Habit
            ? words.Say("Line.Habit", title)
            : words.Say("Line.Told", title, reminder.Payload.AllDay ? words.Day(wall, today) : words.DayAndClock(wall, today));
    }

    private static string When(ReminderWords words, Reminder reminder, User person, DateTimeOffset now)
    {
        var (wall, today) = (Wall(reminder.OccurrenceAt, reminder, person), Today(reminder, person, now));
        var kind = reminder.Payload.Due ? "Due" : "Event";
        var away = reminder.OccurrenceAt - now;
        var when = (reminder.Payload.AllDay, ReminderWords.Minutes(away), away < TimeSpan.Zero) switch
        {
            (true, _, _) => words.Sentence(kind + (DateOnly.FromDateTime(wall) < today ? ".DayPast" : ".Day"), words.Day(wall, today)),
            (_, 0, _) => words.Say(kind + ".Now", wall),
            (_, _, true) => words.Sentence(kind + ".Past", words.DayAndClock(wall, today), words.Duration(away)),
            _ => words.Sentence(kind + ".Ahead", words.DayAndClock(wall, today), words.Duration(away)),
        };
        return IsNag(reminder) ? words.Say("Waiting", when) : when;
    }

    // One that was planned for later than the moment itself, and not only moved there.
    private static bool IsNag(Reminder reminder) =>
        reminder.Offset < reminder.OccurrenceAt - EventReminders.MomentOf(reminder.OccurrenceAt, reminder.Payload.AllDay, reminder.Payload.Timezone);

    private static string WithLateness(ReminderWords words, string text, Reminder reminder, DateTimeOffset now)
    {
        var late = now - reminder.TriggerAt;
        return late < NoticeablyLate ? text : text + " " + words.Say("Late", words.Duration(late));
    }

    private static string List(ReminderWords words, IReadOnlyList<string>? lines, string empty) =>
        lines is { Count: > 0 } ? string.Join('\n', lines.Select(line => words.Say("Line", line))) : words.Say(empty);

    private static DateTime Wall(DateTimeOffset instant, Reminder reminder, User person) =>
        LocalTime.ToWall(instant, reminder.Payload.Timezone ?? person.Timezone);

    private static DateOnly Today(Reminder reminder, User person, DateTimeOffset now) => DateOnly.FromDateTime(Wall(now, reminder, person));
}
