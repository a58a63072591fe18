using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>The agenda in the morning and the question in the evening, on each day for which the person wants them.</summary>
internal static class DayReminders
{
    // Of no use when half a day has passed.
    private static readonly TimeSpan Useful = TimeSpan.FromHours(12);

    public static ReminderPlan Plan(ReminderPreferences person, IReadOnlyList<QueuedReminder> queued, DateTimeOffset now)
    {
        var wanted = Daily(ReminderKind.Agenda, person.Settings.MorningAgenda).Concat(Daily(ReminderKind.CheckIn, person.Settings.EveningCheckIn));
        return ReminderPlan.Of(wanted, queued, now, _ => null);

        IEnumerable<WantedReminder> Daily(ReminderKind kind, TimeOnly? time)
        {
            if (time is not { } clock)
                return [];

            var (from, to) = (ReminderPlan.From(queued, now), now + ReminderPlan.Horizon);
            var first = LocalTime.DayOf(from, person.Timezone);
            var days = LocalTime.DayOf(to, person.Timezone).DayNumber - first.DayNumber + 1;
            return Enumerable.Range(0, days)
                .Select(i => LocalTime.ToInstant(first.AddDays(i).ToDateTime(clock), person.Timezone))
                .Where(at => at >= from && at < to)
                .SelectMany(at => person.Channels.Select(channel => new WantedReminder(
                    kind, at, TimeSpan.Zero, channel, new ReminderPayload { Timezone = person.Timezone, EndsAt = at + Useful })));
        }
    }
}
