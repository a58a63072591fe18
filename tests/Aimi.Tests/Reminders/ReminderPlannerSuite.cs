using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Aimi.Reminders.ReminderStatus;

namespace Aimi.Tests.Reminders;

public sealed class ReminderPlannerOnPostgres(PostgresDatabase database) : ReminderPlannerSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ReminderPlannerOnSqlite(SqliteDatabase database) : ReminderPlannerSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>Reminders of tasks and events follow every change of them.</summary>
public abstract class ReminderPlannerSuite(TestDatabase database) : ReminderPlannerTest(database)
{
    [Fact]
    public async Task Without_a_word_of_when_it_is_reminded_of_a_day_and_two_hours_before_and_asked_about_at_its_end()
    {
        var lesson = A.Event(Me, Now.AddDays(3), TimeSpan.FromHours(1));
        await Planned(lesson);

        Assert.Equal([Hours(24), Hours(2)], Offsets(await Rows(lesson)));
        var feedback = Assert.Single(await Rows(lesson, ReminderKind.Feedback));
        Assert.Equal((EventReminders.FeedbackChannel, lesson.EndAt), (feedback.Channel, (DateTimeOffset?)feedback.TriggerAt));
        Assert.All(await Rows(lesson), row => Assert.Equal(
            (row.OccurrenceAt - row.Offset, Scheduled, "assistant_message", lesson.Title, lesson.EndAt),
            (row.TriggerAt, row.Status, row.Channel, row.Payload.Title, row.Payload.EndsAt)));
    }

    [Fact]
    public async Task The_persons_offsets_and_channels_come_before_the_products_and_the_events_own_before_both()
    {
        Me.Settings = new UserSettings { ReminderOffsets = ["PT30M"], Channels = ["email", "notification"] };
        var (theirs, own, never) = (A.Event(Me, Now.AddDays(3)), A.Event(Me, Now.AddDays(3)), A.Event(Me, Now.AddDays(3)));
        own.ReminderOffsets = ["PT15M", "PT0S"];
        never.ReminderOffsets = [];
        await Planned(theirs, own, never);

        Assert.Equal([("email", Minutes(30)), ("notification", Minutes(30))], (await Rows(theirs)).Select(row => (row.Channel, row.Offset)));
        Assert.Equal([Minutes(15), Minutes(15), Minutes(0), Minutes(0)], Offsets(await Rows(own)));
        Assert.Empty(await Rows(never));
    }

    [Fact]
    public async Task What_takes_the_whole_day_is_reminded_of_in_the_morning_of_it_or_of_days_before()
    {
        Me.Timezone = "Asia/Tokyo";
        var midnight = LocalTime.StartOf(LocalTime.DayOf(Now, Me.Timezone).AddDays(4), Me.Timezone);
        var birthday = A.Event(Me, midnight);
        birthday.AllDay = true;
        await Planned(birthday);

        Assert.Equal([midnight.AddHours(9 - 24), midnight.AddHours(9)], (await Rows(birthday)).Select(row => row.TriggerAt));
        Assert.Equal(midnight.AddDays(1), Assert.Single(await Rows(birthday, ReminderKind.Feedback)).TriggerAt);
    }

    [Theory]
    [InlineData("PT45M")]
    [InlineData(null)]
    public async Task What_comes_too_soon_for_its_offsets_is_reminded_of_at_its_moment(string? offset)
    {
        var soon = A.Event(Me, Now.AddMinutes(45).AddTicks(-7));
        soon.ReminderOffsets = offset is null ? null : [offset];
        await Planned(soon);
        Assert.Equal([TimeSpan.Zero], Offsets(await Rows(soon)));

        await Tell(soon);
        Assert.Equal([TimeSpan.Zero], Offsets(await Rows(soon)));

        // There is an offset that fits now: the moment is not asked for any more.
        await Change(soon, row => row.ReminderOffsets = ["PT15M"]);
        Assert.Equal([Minutes(15)], Offsets(await Rows(soon)));
    }

    [Fact]
    public async Task What_was_reminded_of_before_is_not_reminded_of_again_at_its_moment()
    {
        var lesson = A.Event(Me, Now.AddHours(3));
        await Planned(lesson);
        await Set(lesson, Sent);
        Database.Time.Advance(Hours(2));
        await Change(lesson, row => row.Title = "Экзамен");

        var row = Assert.Single(await Rows(lesson));
        Assert.Equal((Sent, Hours(2), "Урок"), (row.Status, row.Offset, row.Payload.Title));
    }

    [Fact]
    public async Task What_is_due_and_not_sent_yet_outlives_a_change()
    {
        var lesson = A.Event(Me, Now.AddHours(3));
        await Planned(lesson);
        Database.Time.Advance(Hours(1) + Minutes(5));
        await Change(lesson, row => row.Title = "Экзамен");

        var row = Assert.Single(await Rows(lesson));
        Assert.Equal((Scheduled, Hours(2), "Экзамен"), (row.Status, row.Offset, row.Payload.Title));
    }

    [Fact]
    public async Task Moving_it_moves_what_is_not_sent_and_an_attempt_under_way_ends_in_nothing()
    {
        var lesson = A.Event(Me, Now.AddDays(2));
        await Planned(lesson);
        await Set(lesson, Sending);
        await Change(lesson, row => row.StartAt += TimeSpan.FromDays(1));

        Assert.Equal([(Scheduled, lesson.StartAt), (Scheduled, lesson.StartAt)], (await Rows(lesson)).Select(row => (row.Status, (DateTimeOffset?)row.OccurrenceAt)));
    }

    [Theory]
    [InlineData(EventStatus.Completed)]
    [InlineData(EventStatus.Cancelled)]
    [InlineData(EventStatus.PendingConfirmation)]
    public async Task Only_what_is_planned_has_reminders_and_what_was_sent_stays(EventStatus status)
    {
        var lesson = A.Event(Me, Now.AddDays(2));
        await Planned(lesson);
        await Set(lesson, Sent, Hours(24));
        await Change(lesson, row => row.Status = status);

        Assert.Equal([(Sent, Hours(24))], (await Rows(lesson)).Select(row => (row.Status, row.Offset)));
        Assert.Empty(await Rows(lesson, ReminderKind.Feedback));
    }

    [Fact]
    public async Task What_was_snoozed_stays_so_while_its_occurrence_stands()
    {
        var lesson = A.Event(Me, Now.AddHours(3));
        await Planned(lesson);
        var id = Assert.Single(await Rows(lesson)).Id;
        var until = Now.AddHours(2).AddMinutes(50);
        await In(services => services.GetRequiredService<ReminderRepository>().Snooze(Me.Id, id, until, Cancellation));

        await Change(lesson, row => (row.Title, row.ReminderOffsets) = ("Экзамен", ["PT1H"]));
        var rows = await Rows(lesson);
        Assert.Equal([(Hours(2), until, "Экзамен")], rows.Where(row => row.Id == id).Select(row => (row.Offset, row.TriggerAt, row.Payload.Title)));
        Assert.Equal([Hours(2), Hours(1)], Offsets(rows));

        await Change(lesson, row => row.StartAt += Hours(1));
        Assert.DoesNotContain(await Rows(lesson), row => row.Id == id);
    }

    [Fact]
    public async Task A_series_has_rows_fourteen_days_ahead_without_what_is_skipped_done_or_moved_away()
    {
        var start = Now.AddHours(30);
        var daily = A.Task(Me, start);
        (daily.RepeatRule, daily.ReminderOffsets) = ("FREQ=DAILY", ["PT1H"]);
        await Planned(daily);
        Assert.Equal(Enumerable.Range(0, 13).Select(day => start.AddDays(day)), (await Rows(daily)).Select(row => row.OccurrenceAt));

        await Database.Save(
            Difference(daily, 1, row => row.Status = EventStatus.Cancelled),
            Difference(daily, 2, row => row.Status = EventStatus.Completed),
            Difference(daily, 3, row => (row.DueAt, row.Title) = (start.AddDays(3).AddMinutes(20), "Другое")));
        await Tell(daily);

        var rows = await Rows(daily);
        Assert.Equal(11, rows.Count);
        Assert.DoesNotContain(rows, row => row.OccurrenceAt == start.AddDays(1) || row.OccurrenceAt == start.AddDays(2) || row.OccurrenceAt == start.AddDays(3));
        Assert.Equal("Другое", rows.Single(row => row.OccurrenceAt == start.AddDays(3).AddMinutes(20)).Payload.Title);
    }

    [Fact]
    public async Task An_instant_belongs_to_the_next_occurrence_once()
    {
        var daily = A.Event(Me, Now.AddHours(1));
        (daily.RepeatRule, daily.ReminderOffsets) = ("FREQ=DAILY", [Now.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ssK", null)]);
        await Planned(daily);

        var row = Assert.Single(await Rows(daily), row => row.Offset != TimeSpan.Zero);
        Assert.Equal((Now.AddDays(2), Now.AddDays(2).AddHours(1)), (row.TriggerAt, row.OccurrenceAt));
    }

    [Fact]
    public async Task A_task_is_nagged_about_until_it_is_done_two_dozen_ahead_and_a_week_at_most()
    {
        var task = A.Task(Me, Now.AddHours(1));
        (task.ReminderOffsets, task.NagEvery) = (["PT0S"], Minutes(15));
        await Planned(task);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => task.DueAt!.Value.AddMinutes(15 * i)), (await Rows(task)).Select(row => row.TriggerAt));

        Database.Time.Advance(TimeSpan.FromDays(7));
        await Horizon();
        Assert.Equal(task.DueAt!.Value.AddDays(7), (await Rows(task)).Max(row => row.TriggerAt));

        await Change(task, row => row.Status = EventStatus.Completed);
        Assert.Empty(await Rows(task));
    }

    [Fact]
    public async Task A_task_without_a_time_has_no_reminders()
    {
        var task = A.Task(Me);
        await Planned(task);
        Assert.Empty(await Rows(task));
    }
}
