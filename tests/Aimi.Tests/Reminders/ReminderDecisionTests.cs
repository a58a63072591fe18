using Aimi.Accounts;
using Aimi.Reminders;

namespace Aimi.Tests.Reminders;

/// <summary>The manners, case by case. The person is in Moscow (UTC+3) and sleeps from 22:00 to 8:00; times are theirs.</summary>
public sealed class ReminderDecisionTests
{
    private static readonly DateTime Day = new(2026, 3, 16);

    [Theory]
    [InlineData("12:00", "12:00", "14:00", "15:00", "deliver")]
    [InlineData("12:00", "13:59", "14:00", "15:00", "deliver")] // late, and of use
    [InlineData("12:00", "14:30", "14:00", "15:00", "deliver")] // it is under way
    [InlineData("12:00", "15:00", "14:00", "15:00", "deliver")]
    [InlineData("12:00", "15:01", "14:00", "15:00", "too_late")]
    [InlineData("12:00", "14:59", "14:00", null, "deliver")] // without an end: an hour
    [InlineData("12:00", "15:01", "14:00", null, "too_late")]
    [InlineData("18:00", "18:00", "14:00", "15:00", "deliver")] // put off beyond its end by the person
    public void What_is_late_is_told_while_it_is_of_use(string trigger, string now, string at, string? end, string expected) =>
        Assert.Equal(expected, Word(Decide(Reminder(trigger, at, end), now)));

    [Theory]
    [InlineData("2026-03-16 12:00", "deliver")]
    [InlineData("2026-03-17 14:00", "deliver")]
    [InlineData("2026-03-17 14:01", "too_late")]
    public void A_task_is_worth_reminding_of_for_a_day_after_it_was_due(string now, string expected) =>
        Assert.Equal(expected, Word(Decide(Reminder("12:00", "14:00", payload: new() { Due = true }), now)));

    [Theory]
    [InlineData("21:59", "23:00", "deliver")]
    [InlineData("22:00", "23:00", "deliver")] // it starts before they end
    [InlineData("23:30", "23:30", "deliver")] // the moment itself
    [InlineData("22:00", "2026-03-17 07:59", "deliver")]
    [InlineData("22:00", "2026-03-17 08:00", "hold")]
    [InlineData("2026-03-17 02:00", "2026-03-17 10:00", "hold")]
    [InlineData("2026-03-17 07:59", "2026-03-17 10:00", "hold")]
    [InlineData("2026-03-17 08:00", "2026-03-17 10:00", "deliver")]
    public void Quiet_hours_hold_what_starts_after_them(string trigger, string at, string expected)
    {
        var decision = Decide(Reminder(trigger, at), trigger);
        Assert.Equal(expected, Word(decision));
        if (decision is ReminderDecision.Hold hold)
            Assert.Equal(Instant("2026-03-17 08:00"), hold.Until);
    }

    [Fact]
    public void Quiet_hours_hold_what_asks_again_after_the_time_and_what_takes_the_whole_day()
    {
        Assert.IsType<ReminderDecision.Hold>(Decide(Reminder("23:00", "20:00", payload: new() { Due = true }), "23:00"));
        Assert.IsType<ReminderDecision.Hold>(Decide(Reminder("22:00", "2026-03-17 00:00", "2026-03-18 00:00", new() { AllDay = true }), "22:00"));
    }

    [Fact]
    public void Quiet_hours_end_by_the_clock_also_where_it_jumps()
    {
        var berlin = Person("Europe/Berlin");
        var now = LocalTime.ToInstant(new DateTime(2026, 3, 29, 1, 0, 0), "Europe/Berlin");
        var reminder = New(now, now.AddDays(1), new ReminderPayload());
        var hold = Assert.IsType<ReminderDecision.Hold>(Decide(reminder, now, berlin));
        Assert.Equal(TimeSpan.FromHours(6), hold.Until - now); // 1:00 to 8:00, and an hour is missing
    }

    [Fact]
    public void Only_the_latest_of_a_thing_is_told() =>
        Assert.Equal("superseded", Word(ReminderManners.Decide(
            new DueReminder(Reminder("12:00", "14:00"), Superseded: true, Unreadable: false),
            new ReminderCircumstances(Instant("12:00"), Person(), ChannelReach.InProduct, 0))));

    [Theory]
    [InlineData(29, "deliver")]
    [InlineData(30, "merge")]
    public void Beyond_thirty_a_day_the_rest_is_told_together(int told, string expected) =>
        Assert.Equal(expected, Word(Decide(Reminder("12:00", "14:00"), Instant("12:00"), Person(), told: told)));

    [Fact]
    public void The_cap_is_the_persons_own_and_not_for_digests()
    {
        var person = Person();
        person.Settings = person.Settings with { DailyCap = 2 };
        Assert.IsType<ReminderDecision.Merge>(Decide(Reminder("12:00", "14:00"), Instant("12:00"), person, told: 2));
        Assert.IsType<ReminderDecision.Deliver>(Decide(Reminder("12:00", "12:00", kind: ReminderKind.Digest), Instant("12:00"), person, told: 99));
    }

    [Theory]
    [InlineData(ReminderKind.Agenda, "07:00", "07:00", "deliver")] // their hour, though it is quiet
    [InlineData(ReminderKind.Agenda, "07:00", "07:30", "hold")] // late, it waits
    [InlineData(ReminderKind.Agenda, "07:00", "12:00", "deliver")]
    [InlineData(ReminderKind.Agenda, "07:00", "12:01", "too_late")]
    [InlineData(ReminderKind.CheckIn, "22:30", "22:30", "deliver")]
    [InlineData(ReminderKind.CheckIn, "20:00", "2026-03-17 00:01", "too_late")]
    public void The_days_words_are_told_at_their_hour_or_not_at_all(ReminderKind kind, string trigger, string now, string expected) =>
        Assert.Equal(expected, Word(Decide(Reminder(trigger, trigger, kind: kind), now)));

    [Fact]
    public void A_channel_decides_how_it_is_told()
    {
        Assert.Equal("no_address", Word(Decide(Reminder("12:00", "14:00"), Instant("12:00"), Person(), ChannelReach.Nowhere)));
        Assert.IsType<ReminderDecision.Lease>(Decide(Reminder("12:00", "14:00"), Instant("12:00"), Person(), ChannelReach.Outside));
    }

    [Fact]
    public void Retries_wait_twice_as_long_each_time_at_a_moment_by_chance_and_end()
    {
        var retries = new RetrySchedule(new Random(1));
        for (var failures = 1; failures < RetrySchedule.MaxFailures; failures++)
        {
            var most = TimeSpan.FromSeconds(30 * Math.Pow(2, failures - 1));
            var waits = Enumerable.Range(0, 200).Select(_ => retries.After(failures, retryAfter: null)!.Value).ToList();
            Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, most));
            Assert.Contains(waits, wait => wait > most * 0.9);
            Assert.Contains(waits, wait => wait < most * 0.1);
        }

        Assert.Null(retries.After(RetrySchedule.MaxFailures, retryAfter: null));
        Assert.InRange(retries.After(1, TimeSpan.FromMinutes(10))!.Value, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10.5));
    }

    private static ReminderDecision Decide(Reminder reminder, string now) => Decide(reminder, Instant(now), Person());

    private static ReminderDecision Decide(
        Reminder reminder, DateTimeOffset now, User person, ChannelReach reach = ChannelReach.InProduct, int told = 0) =>
        ReminderManners.Decide(new DueReminder(reminder, Superseded: false, Unreadable: false), new ReminderCircumstances(now, person, reach, told));

    private static string Word(ReminderDecision decision) => decision switch
    {
        ReminderDecision.Deliver => "deliver",
        ReminderDecision.Hold => "hold",
        ReminderDecision.Merge => "merge",
        ReminderDecision.Skip skip => skip.Reason,
        _ => decision.GetType().Name,
    };

    private static User Person(string zone = "Europe/Moscow")
    {
        var person = A.User();
        person.Timezone = zone;
        person.Settings = new UserSettings { QuietHours = new QuietHours(new TimeOnly(22, 0), new TimeOnly(8, 0)) };
        return person;
    }

    private static Reminder Reminder(
        string trigger, string at, string? end = null, ReminderPayload? payload = null, ReminderKind kind = ReminderKind.Event) =>
        New(Instant(trigger), Instant(at), (payload ?? new ReminderPayload()) with { EndsAt = end is null ? null : Instant(end) }, kind);

    private static Reminder New(DateTimeOffset trigger, DateTimeOffset at, ReminderPayload payload, ReminderKind kind = ReminderKind.Event) => new()
    {
        UserId = Guid.CreateVersion7(),
        Id = Guid.CreateVersion7(),
        Kind = kind,
        OccurrenceAt = at,
        TriggerAt = trigger,
        Offset = at - trigger,
        Channel = "log",
        DedupeKey = "key",
        Payload = payload,
        CreatedAt = A.Now,
        UpdatedAt = A.Now,
    };

    /// <summary>An hour of the day, or a whole time, of Moscow.</summary>
    private static DateTimeOffset Instant(string text) =>
        LocalTime.ToInstant(text.Length == 5 ? Day + TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), "Europe/Moscow");
}
