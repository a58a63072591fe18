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
        var days = habit.Active && times.Count > 0 ? OpenDays(habit, checkIns, pauses, person, from, now, to) : [];
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
        Habit habit,
        IReadOnlySet<DateOnly> checkIns,
        IReadOnlyCollection<HabitPause> pauses,
        ReminderPreferences person,
        DateTimeOffset from,
        DateTimeOffset now,
        DateTimeOffset to)
    {
        var (today, last) = (Day(now), Day(to).AddDays(1));
        var days = new HabitDays(habit, checkIns, pauses, new OwnDay(today, person.Timezone), until: last);

        // A day more on both sides, for times that are in the night after.
        for (var day = Day(from).AddDays(-1); day <= last; day = day.AddDays(1))
        {
            if (days.IsDue(day) && !days.IsKept(day))
                yield return day;
        }

        DateOnly Day(DateTimeOffset instant) => LocalTime.DayOf(instant, person.Timezone, person.Settings.DayStartHour ?? 0);
    }

    // A time before the hour at which the person's day begins is in the night after.
    private static DateTimeOffset Instant(DateOnly day, TimeOnly time, ReminderPreferences person) =>
        LocalTime.ToInstant(day.AddDays(time < DayStart(person) ? 1 : 0).ToDateTime(time), person.Timezone);

    private static TimeOnly DayStart(ReminderPreferences person) => new(person.Settings.DayStartHour ?? 0, 0);
}
