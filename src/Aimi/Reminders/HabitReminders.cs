using System.Globalization;
using Aimi.Accounts;
using Aimi.Planning;

namespace Aimi.Reminders;

/// <summary>Which reminders a habit asks for: at its times, by the person's clock, on the days on which it is due and not kept yet.</summary>
internal static class HabitReminders
{
    public static ReminderPlan Plan(
        Habit habit,
        IReadOnlySet<DateOnly> checkIns,
        IReadOnlyCollection<HabitPause> pauses,
        ReminderPreferences person,
        IReadOnlyList<QueuedReminder> queued,
        DateTimeOffset now)
    {
        var (from, to) = (ReminderPlan.From(queued, now), now + ReminderPlan.Horizon);
        var times = habit.ReminderTimes.Select(time => TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture)).ToList();
        var days = habit.Active && times.Count > 0 ? OpenDays(habit, checkIns, pauses, person, from, to) : [];
        var wanted = days
            .SelectMany(day => times.Select(time => (Day: day, At: Instant(day, time, person))))
            .Where(slot => slot.At >= from && slot.At < to)
            .SelectMany(slot => person.Channels.Select(channel => new WantedReminder(
                ReminderKind.Habit, slot.At, TimeSpan.Zero, channel, new ReminderPayload
                {
                    Title = habit.Name,
                    Timezone = person.Timezone,
                    EndsAt = LocalTime.ToInstant(slot.Day.AddDays(1).ToDateTime(DayStart(person)), person.Timezone),
                })));
        return ReminderPlan.Of(wanted, queued, now, _ => null);
    }

    private static IEnumerable<DateOnly> OpenDays(
        Habit habit, IReadOnlySet<DateOnly> checkIns, IReadOnlyCollection<HabitPause> pauses, ReminderPreferences person, DateTimeOffset from, DateTimeOffset to)
    {
        // A day more on both sides, for days that begin late.
        var first = LocalTime.DayOf(from, person.Timezone).AddDays(-1);
        var last = LocalTime.DayOf(to, person.Timezone).AddDays(1);
        return Due(habit, first, last)
            .Where(day => !checkIns.Contains(day))
            .Where(day => !pauses.Any(pause => pause.FromDay <= day && (pause.ToDay is null || day <= pause.ToDay)))
            .Where(day => habit.TimesPerWeek is not { } times || KeptInWeekOf(day, checkIns) < times);
    }

    // What is to be kept so many times a week is due on any day until it is.
    private static IEnumerable<DateOnly> Due(Habit habit, DateOnly first, DateOnly last) => habit.TimesPerWeek is null
        ? RecurrenceRule.Parse(habit.Frequency)
            .Between(habit.StartsOn.ToDateTime(TimeOnly.MinValue), first.ToDateTime(TimeOnly.MinValue), last.AddDays(1).ToDateTime(TimeOnly.MinValue))
            .Select(DateOnly.FromDateTime)
        : Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays).Where(day => day >= habit.StartsOn);

    private static int KeptInWeekOf(DateOnly day, IReadOnlySet<DateOnly> checkIns)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return Enumerable.Range(0, 7).Count(i => checkIns.Contains(monday.AddDays(i)));
    }

    // A time before the hour at which the person's day begins is in the night after.
    private static DateTimeOffset Instant(DateOnly day, TimeOnly time, ReminderPreferences person) =>
        LocalTime.ToInstant(day.AddDays(time < DayStart(person) ? 1 : 0).ToDateTime(time), person.Timezone);

    private static TimeOnly DayStart(ReminderPreferences person) => new(person.Settings.DayStartHour ?? 0, 0);
}
