using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Planning;
using CsCheck;
using NodaTime.Extensions;

namespace Aimi.Tests.Reminders;

/// <summary>
/// However the planner's worker ticks, and however late what is due is sent: the queue has held what a slow oracle asks for, none missing and none twice, in any
/// zone, around any of its transitions of ten years.
/// </summary>
public sealed class ReminderPlanProperties
{
    private static readonly (string Text, int Days, TimeSpan Time)[] Known =
    [
        ("PT0S", 0, TimeSpan.Zero), ("PT15M", 0, TimeSpan.FromMinutes(15)), ("PT2H", 0, TimeSpan.FromHours(2)), ("PT24H", 0, TimeSpan.FromHours(24)),
        ("P1D", 1, TimeSpan.Zero), ("P1DT2H", 1, TimeSpan.FromHours(2)), ("P3D", 3, TimeSpan.Zero), ("P2W", 14, TimeSpan.Zero), ("PT400H", 0, TimeSpan.FromHours(400)),
    ];

    private static readonly ReminderPreferences Person = new("Europe/Moscow", new UserSettings { Channels = ["log"] });

    private static readonly Gen<Beat> Beats =
        // Every hour, reminded of weeks ahead, is more than a series gives at once (Series.MaxOccurrences).
        from series in RandomSeries.Any.Where(series => series.Frequency != "HOURLY" || series.Interval > 1)
        from offsets in Gen.Int[0, Known.Length - 1].Array[1, 3]
        from begin in Gen.Int[0, 60 * 24 * 20]
        from ticks in Gen.Select(Gen.Int[1, 60 * 24 * 3], Gen.Bool).Array[1, 12]
        select new Beat(series, offsets, begin, ticks);

    [Fact]
    public void The_queue_has_held_what_a_slow_oracle_asks_for() => Beats.Sample(
        beat =>
        {
            var (queue, end) = beat.Run();
            Assert.Equal(beat.Oracle(end).Order(), queue.Select(row => (row.Kind, row.OccurrenceAt, row.TriggerAt)).Order());
        },
        iter: 400);

    [Fact]
    public void A_day_before_is_the_same_time_of_the_day_before_and_24_hours_are_24_hours()
    {
        // The clocks go forward on 29 March: that night has an hour less.
        var call = A.Event(A.User(), new DateTimeOffset(2026, 3, 29, 7, 0, 0, TimeSpan.Zero));
        (call.Timezone, call.ReminderOffsets) = ("Europe/Berlin", ["P1D", "PT24H"]);

        var planned = EventReminders.Plan(call, [], Person, [], A.Now.AddDays(2)).Add.Where(row => row.Kind is ReminderKind.Event).Select(row => row.TriggerAt);

        var noon = new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal([noon.AddHours(-5), noon.AddHours(-4)], planned.Order());
    }

    private sealed record Beat(RandomSeries Series, int[] Offsets, int Begin, (int Minutes, bool Sends)[] Ticks)
    {
        private DateTimeOffset First => Series.Transition.At.ToDateTimeOffset().AddMinutes(-Begin);

        public (List<QueuedReminder> Queue, DateTimeOffset End) Run()
        {
            var (planned, differences) = Series.Rows();
            planned.ReminderOffsets = [.. Offsets.Select(offset => Known[offset].Text)];
            var (queue, now) = (new List<QueuedReminder>(), First);
            Tick();
            foreach (var (minutes, sends) in Ticks)
            {
                now += TimeSpan.FromMinutes(minutes);
                if (sends)
                    queue = [.. queue.Select(row => row.TriggerAt <= now ? row with { Status = ReminderStatus.Sent } : row)];
                Tick();
            }

            return (queue, now + ReminderPlan.Horizon);

            void Tick()
            {
                var plan = Plan();
                Assert.Empty(plan.Remove);
                Assert.Empty(plan.Update);
                queue.AddRange(plan.Add.Select(row => new QueuedReminder(
                    planned.UserId, Guid.CreateVersion7(now), row.Kind, planned.Id, null, row.OccurrenceAt, row.TriggerAt, row.Offset, row.Channel, ReminderStatus.Scheduled, row.Payload)));
                var again = Plan();
                Assert.Empty(again.Add.Select(row => row.Key).Concat(again.Remove.Select(row => row.Key)));
            }

            // What is over is not read any more.
            ReminderPlan Plan() => EventReminders.Plan(
                planned, differences, Person, [.. queue.Where(row => row.Waits || row.OccurrenceAt >= now.AddDays(-1))], now);
        }

        public IEnumerable<(ReminderKind, DateTimeOffset, DateTimeOffset)> Oracle(DateTimeOffset end)
        {
            var (_, differences) = Series.Rows();
            var open = Series.Oracle(differences, First.AddDays(-1), end.AddDays(40)).Where(one => one.Status is EventStatus.Planned).Select(one => one.At).Distinct();
            foreach (var at in open)
            {
                var asked = Offsets.Select(offset => Before(at, Known[offset].Days) - Known[offset].Time).Where(trigger => trigger >= First).Distinct().ToList();
                if (asked.Count == 0 && at >= First)
                    asked.Add(at);
                foreach (var trigger in asked.Where(trigger => trigger < end))
                    yield return (ReminderKind.Event, at, trigger);
                if (at.AddHours(1) >= First && at.AddHours(1) < end)
                    yield return (ReminderKind.Feedback, at, at.AddHours(1));
            }
        }

        private DateTimeOffset Before(DateTimeOffset at, int days) =>
            days == 0 ? at : Series.At(at.ToInstant().InZone(Series.Transition.Zone).LocalDateTime.PlusDays(-days).ToDateTimeUnspecified());
    }
}
