using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Aimi.Reminders.ReminderStatus;

namespace Aimi.Tests.Reminders;

public sealed class HabitReminderPlannerOnPostgres(PostgresDatabase database) : HabitReminderPlannerSuite(database), IClassFixture<PostgresDatabase>;

public sealed class HabitReminderPlannerOnSqlite(SqliteDatabase database) : HabitReminderPlannerSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>Reminders of habits and days, of settings that change, and of time that goes on.</summary>
public abstract class HabitReminderPlannerSuite(TestDatabase database) : ReminderPlannerTest(database)
{
    [Fact]
    public async Task A_habit_is_reminded_of_at_its_times_on_days_that_are_due_and_not_kept_nor_excused()
    {
        var habit = A.Habit(Me);
        (habit.Frequency, habit.ReminderTimes) = ("FREQ=DAILY;INTERVAL=2", ["08:00", "21:30"]);
        habit.StartsOn = LocalTime.DayOf(Now, Me.Timezone);
        var pause = new HabitPause
        {
            UserId = Me.Id,
            Id = Guid.CreateVersion7(),
            HabitId = habit.Id,
            FromDay = habit.StartsOn.AddDays(4),
            ToDay = habit.StartsOn.AddDays(6),
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        await Database.Save(Me, habit, pause);
        await Tell(habit);

        // It is noon: eight is over.
        Assert.Equal(
            new[] { (0, 21), (2, 8), (2, 21), (8, 8), (8, 21), (10, 8), (10, 21), (12, 8), (12, 21), (14, 8) },
            (await Rows(habit)).Select(row => LocalTime.ToWall(row.TriggerAt, Me.Timezone))
                .Select(wall => (DateOnly.FromDateTime(wall).DayNumber - habit.StartsOn.DayNumber, wall.Hour)));

        await Database.Save(A.CheckIn(Me, habit, habit.StartsOn));
        await Tell(habit);
        Assert.Equal(9, (await Rows(habit)).Count);

        await using (var context = Database.Open())
            await context.Habits.Where(row => row.UserId == Me.Id).ExecuteUpdateAsync(row => row.SetProperty(mine => mine.Active, false), Cancellation);
        habit.Active = false;
        await Tell(habit);
        Assert.Empty(await Rows(habit));
    }

    [Fact]
    public async Task What_is_kept_so_often_a_week_is_reminded_of_until_it_was()
    {
        var habit = A.Habit(Me);
        (habit.Frequency, habit.TimesPerWeek, habit.ReminderTimes) = ("FREQ=WEEKLY", 2, ["23:00"]);
        var sunday = LocalTime.DayOf(Now, Me.Timezone);
        Assert.Equal(DayOfWeek.Sunday, sunday.DayOfWeek);
        await Database.Save(Me, habit, A.CheckIn(Me, habit, sunday.AddDays(-1)));
        await Tell(habit);
        Assert.Equal(14, (await Rows(habit)).Count);

        await Database.Save(A.CheckIn(Me, habit, sunday.AddDays(-3)));
        await Tell(habit);
        Assert.Equal(13, (await Rows(habit)).Count);
    }

    [Fact]
    public async Task Agenda_and_check_in_are_off_until_the_person_wants_them_and_follow_their_zone()
    {
        await Database.Save(Me);
        await Horizon();
        Assert.Empty(await Days());

        await Settings(new UserSettings { MorningAgenda = new TimeOnly(8, 0), EveningCheckIn = new TimeOnly(21, 0) });
        var days = await Days();
        Assert.Equal((14, 14), (days.Count(row => row.Kind is ReminderKind.Agenda), days.Count(row => row.Kind is ReminderKind.CheckIn)));
        Assert.All(days, row => Assert.Contains(LocalTime.ToWall(row.TriggerAt, "Europe/Moscow").TimeOfDay, new[] { Hours(8), Hours(21) }));

        await Settings(Me.Settings, "America/New_York");
        Assert.All(await Days(), row => Assert.Contains(LocalTime.ToWall(row.TriggerAt, "America/New_York").TimeOfDay, new[] { Hours(8), Hours(21) }));

        await Settings(new UserSettings());
        Assert.Empty(await Days());
    }

    [Fact]
    public async Task Other_offsets_or_channels_plan_all_anew()
    {
        var (lesson, own) = (A.Event(Me, Now.AddDays(3)), A.Event(Me, Now.AddDays(3)));
        own.ReminderOffsets = ["PT5M"];
        await Planned(lesson, own);
        await Settings(new UserSettings { ReminderOffsets = ["PT1H"], Channels = ["log"] });

        Assert.Equal([("log", Hours(1))], (await Rows(lesson)).Select(row => (row.Channel, row.Offset)));
        Assert.Equal([("log", Minutes(5))], (await Rows(own)).Select(row => (row.Channel, row.Offset)));
    }

    [Fact]
    public async Task The_worker_plans_what_has_no_rows_moves_the_horizon_on_and_twice_adds_nothing()
    {
        var weekly = A.Event(Me, Now.AddDays(1));
        weekly.RepeatRule = "FREQ=WEEKLY";
        var broken = A.Event(Me, Now.AddDays(1));
        broken.RepeatRule = "FREQ=NEVER";
        await Database.Save(Me, weekly, broken);

        await Horizon();
        // One of them is due at this very moment.
        Assert.Equal(4, (await Rows(weekly)).Count);
        var before = (await Rows(weekly)).Select(row => row.Id).ToList();
        await Horizon();
        Assert.Equal(before, (await Rows(weekly)).Select(row => row.Id));

        Database.Time.Advance(TimeSpan.FromDays(7));
        await Horizon();
        Assert.Equal(6, (await Rows(weekly)).Count);
        Assert.Equal(before, (await Rows(weekly)).Select(row => row.Id).Take(4));
    }

    [Fact]
    public async Task A_failing_plan_takes_the_change_with_it()
    {
        var lesson = A.Event(Me, Now.AddDays(3));
        await Planned(lesson);
        await Assert.ThrowsAnyAsync<FormatException>(() => Change(lesson, row => row.RepeatRule = "FREQ=NEVER"));

        await using var context = Database.Open();
        Assert.Null((await context.Events.SingleAsync(row => row.Id == lesson.Id, Cancellation)).RepeatRule);
        Assert.Equal(2, (await Rows(lesson)).Count);
    }

    [Fact]
    public async Task What_a_person_dismissed_does_not_come_back()
    {
        var lesson = A.Event(Me, Now.AddHours(3));
        await Planned(lesson);
        await Set(lesson, Dismissed);
        await Tell(lesson);
        await Horizon();

        Assert.Equal([(Dismissed, Hours(2))], (await Rows(lesson)).Select(row => (row.Status, row.Offset)));
    }
}
