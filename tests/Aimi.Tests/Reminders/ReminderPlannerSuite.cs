using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Aimi.Reminders.ReminderStatus;

namespace Aimi.Tests.Reminders;

public sealed class ReminderPlannerOnPostgres(PostgresDatabase database) : ReminderPlannerSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ReminderPlannerOnSqlite(SqliteDatabase database) : ReminderPlannerSuite(database), IClassFixture<SqliteDatabase>;

public abstract class ReminderPlannerSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly User _me = A.User();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => database.Time.GetUtcNow();

    // The clock of a class is shared by its tests and does not go back: each begins on a Sunday at noon in Moscow.
    public ValueTask InitializeAsync()
    {
        var week = TimeSpan.FromDays(7);
        database.Time.Advance(week - TimeSpan.FromTicks((Now - A.Now).Ticks % week.Ticks));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Without_a_word_of_when_it_is_reminded_of_a_day_and_two_hours_before_and_asked_about_at_its_end()
    {
        var lesson = A.Event(_me, Now.AddDays(3), TimeSpan.FromHours(1));
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
        _me.Settings = new UserSettings { ReminderOffsets = ["PT30M"], Channels = ["email", "notification"] };
        var (theirs, own, never) = (A.Event(_me, Now.AddDays(3)), A.Event(_me, Now.AddDays(3)), A.Event(_me, Now.AddDays(3)));
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
        _me.Timezone = "Asia/Tokyo";
        var midnight = LocalTime.StartOf(LocalTime.DayOf(Now, _me.Timezone).AddDays(4), _me.Timezone);
        var birthday = A.Event(_me, midnight);
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
        var soon = A.Event(_me, Now.AddMinutes(45).AddTicks(-7));
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
        var lesson = A.Event(_me, Now.AddHours(3));
        await Planned(lesson);
        await Set(lesson, Sent);
        database.Time.Advance(Hours(2));
        await Change(lesson, row => row.Title = "Экзамен");

        var row = Assert.Single(await Rows(lesson));
        Assert.Equal((Sent, Hours(2), "Урок"), (row.Status, row.Offset, row.Payload.Title));
    }

    [Fact]
    public async Task What_is_due_and_not_sent_yet_outlives_a_change()
    {
        var lesson = A.Event(_me, Now.AddHours(3));
        await Planned(lesson);
        database.Time.Advance(Hours(1) + Minutes(5));
        await Change(lesson, row => row.Title = "Экзамен");

        var row = Assert.Single(await Rows(lesson));
        Assert.Equal((Scheduled, Hours(2), "Экзамен"), (row.Status, row.Offset, row.Payload.Title));
    }

    [Fact]
    public async Task Moving_it_moves_what_is_not_sent_and_an_attempt_under_way_ends_in_nothing()
    {
        var lesson = A.Event(_me, Now.AddDays(2));
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
        var lesson = A.Event(_me, Now.AddDays(2));
        await Planned(lesson);
        await Set(lesson, Sent, Hours(24));
        await Change(lesson, row => row.Status = status);

        Assert.Equal([(Sent, Hours(24))], (await Rows(lesson)).Select(row => (row.Status, row.Offset)));
        Assert.Empty(await Rows(lesson, ReminderKind.Feedback));
    }

    [Fact]
    public async Task What_was_snoozed_stays_so_while_its_occurrence_stands()
    {
        var lesson = A.Event(_me, Now.AddHours(3));
        await Planned(lesson);
        var id = Assert.Single(await Rows(lesson)).Id;
        var until = Now.AddHours(2).AddMinutes(50);
        await In(services => services.GetRequiredService<ReminderRepository>().Snooze(_me.Id, id, until, Cancellation));

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
        var daily = A.Task(_me, start);
        (daily.RepeatRule, daily.ReminderOffsets) = ("FREQ=DAILY", ["PT1H"]);
        await Planned(daily);
        Assert.Equal(Enumerable.Range(0, 13).Select(day => start.AddDays(day)), (await Rows(daily)).Select(row => row.OccurrenceAt));

        await database.Save(
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
        var daily = A.Event(_me, Now.AddHours(1));
        (daily.RepeatRule, daily.ReminderOffsets) = ("FREQ=DAILY", [Now.AddDays(2).ToString("yyyy-MM-dd'T'HH:mm:ssK", null)]);
        await Planned(daily);

        var row = Assert.Single(await Rows(daily), row => row.Offset != TimeSpan.Zero);
        Assert.Equal((Now.AddDays(2), Now.AddDays(2).AddHours(1)), (row.TriggerAt, row.OccurrenceAt));
    }

    [Fact]
    public async Task A_task_is_nagged_about_until_it_is_done_two_dozen_ahead_and_a_week_at_most()
    {
        var task = A.Task(_me, Now.AddHours(1));
        (task.ReminderOffsets, task.NagEvery) = (["PT0S"], Minutes(15));
        await Planned(task);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => task.DueAt!.Value.AddMinutes(15 * i)), (await Rows(task)).Select(row => row.TriggerAt));

        database.Time.Advance(TimeSpan.FromDays(7));
        await Horizon();
        Assert.Equal(task.DueAt!.Value.AddDays(7), (await Rows(task)).Max(row => row.TriggerAt));

        await Change(task, row => row.Status = EventStatus.Completed);
        Assert.Empty(await Rows(task));
    }

    [Fact]
    public async Task A_task_without_a_time_has_no_reminders()
    {
        var task = A.Task(_me);
        await Planned(task);
        Assert.Empty(await Rows(task));
    }

    [Fact]
    public async Task A_habit_is_reminded_of_at_its_times_on_days_that_are_due_and_not_kept_nor_excused()
    {
        var habit = A.Habit(_me);
        (habit.Frequency, habit.ReminderTimes) = ("FREQ=DAILY;INTERVAL=2", ["08:00", "21:30"]);
        habit.StartsOn = LocalTime.DayOf(Now, _me.Timezone);
        var pause = new HabitPause
        {
            UserId = _me.Id,
            Id = Guid.CreateVersion7(),
            HabitId = habit.Id,
            FromDay = habit.StartsOn.AddDays(4),
            ToDay = habit.StartsOn.AddDays(6),
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        await database.Save(_me, habit, pause);
        await Tell(habit);

        // It is noon: eight is over.
        Assert.Equal(
            new[] { (0, 21), (2, 8), (2, 21), (8, 8), (8, 21), (10, 8), (10, 21), (12, 8), (12, 21), (14, 8) },
            (await Rows(habit)).Select(row => LocalTime.ToWall(row.TriggerAt, _me.Timezone))
                .Select(wall => (DateOnly.FromDateTime(wall).DayNumber - habit.StartsOn.DayNumber, wall.Hour)));

        await database.Save(A.CheckIn(_me, habit, habit.StartsOn));
        await Tell(habit);
        Assert.Equal(9, (await Rows(habit)).Count);

        await using (var context = database.Open())
            await context.Habits.Where(row => row.UserId == _me.Id).ExecuteUpdateAsync(row => row.SetProperty(mine => mine.Active, false), Cancellation);
        habit.Active = false;
        await Tell(habit);
        Assert.Empty(await Rows(habit));
    }

    [Fact]
    public async Task What_is_kept_so_often_a_week_is_reminded_of_until_it_was()
    {
        var habit = A.Habit(_me);
        (habit.Frequency, habit.TimesPerWeek, habit.ReminderTimes) = ("FREQ=WEEKLY", 2, ["23:00"]);
        var sunday = LocalTime.DayOf(Now, _me.Timezone);
        Assert.Equal(DayOfWeek.Sunday, sunday.DayOfWeek);
        await database.Save(_me, habit, A.CheckIn(_me, habit, sunday.AddDays(-1)));
        await Tell(habit);
        Assert.Equal(14, (await Rows(habit)).Count);

        await database.Save(A.CheckIn(_me, habit, sunday.AddDays(-3)));
        await Tell(habit);
        Assert.Equal(13, (await Rows(habit)).Count);
    }

    [Fact]
    public async Task Agenda_and_check_in_are_off_until_the_person_wants_them_and_follow_their_zone()
    {
        await database.Save(_me);
        await Horizon();
        Assert.Empty(await Days());

        await Settings(new UserSettings { MorningAgenda = new TimeOnly(8, 0), EveningCheckIn = new TimeOnly(21, 0) });
        var days = await Days();
        Assert.Equal((14, 14), (days.Count(row => row.Kind is ReminderKind.Agenda), days.Count(row => row.Kind is ReminderKind.CheckIn)));
        Assert.All(days, row => Assert.Contains(LocalTime.ToWall(row.TriggerAt, "Europe/Moscow").TimeOfDay, new[] { Hours(8), Hours(21) }));

        await Settings(_me.Settings, "America/New_York");
        Assert.All(await Days(), row => Assert.Contains(LocalTime.ToWall(row.TriggerAt, "America/New_York").TimeOfDay, new[] { Hours(8), Hours(21) }));

        await Settings(new UserSettings());
        Assert.Empty(await Days());
    }

    [Fact]
    public async Task Other_offsets_or_channels_plan_all_anew()
    {
        var (lesson, own) = (A.Event(_me, Now.AddDays(3)), A.Event(_me, Now.AddDays(3)));
        own.ReminderOffsets = ["PT5M"];
        await Planned(lesson, own);
        await Settings(new UserSettings { ReminderOffsets = ["PT1H"], Channels = ["log"] });

        Assert.Equal([("log", Hours(1))], (await Rows(lesson)).Select(row => (row.Channel, row.Offset)));
        Assert.Equal([("log", Minutes(5))], (await Rows(own)).Select(row => (row.Channel, row.Offset)));
    }

    [Fact]
    public async Task The_worker_plans_what_has_no_rows_moves_the_horizon_on_and_twice_adds_nothing()
    {
        var weekly = A.Event(_me, Now.AddDays(1));
        weekly.RepeatRule = "FREQ=WEEKLY";
        var broken = A.Event(_me, Now.AddDays(1));
        broken.RepeatRule = "FREQ=NEVER";
        await database.Save(_me, weekly, broken);

        await Horizon();
        // One of them is due at this very moment.
        Assert.Equal(4, (await Rows(weekly)).Count);
        var before = (await Rows(weekly)).Select(row => row.Id).ToList();
        await Horizon();
        Assert.Equal(before, (await Rows(weekly)).Select(row => row.Id));

        database.Time.Advance(TimeSpan.FromDays(7));
        await Horizon();
        Assert.Equal(6, (await Rows(weekly)).Count);
        Assert.Equal(before, (await Rows(weekly)).Select(row => row.Id).Take(4));
    }

    [Fact]
    public async Task A_failing_plan_takes_the_change_with_it()
    {
        var lesson = A.Event(_me, Now.AddDays(3));
        await Planned(lesson);
        await Assert.ThrowsAnyAsync<FormatException>(() => Change(lesson, row => row.RepeatRule = "FREQ=NEVER"));

        await using var context = database.Open();
        Assert.Null((await context.Events.SingleAsync(row => row.Id == lesson.Id, Cancellation)).RepeatRule);
        Assert.Equal(2, (await Rows(lesson)).Count);
    }

    [Fact]
    public async Task What_a_person_dismissed_does_not_come_back()
    {
        var lesson = A.Event(_me, Now.AddHours(3));
        await Planned(lesson);
        await Set(lesson, Dismissed);
        await Tell(lesson);
        await Horizon();

        Assert.Equal([(Dismissed, Hours(2))], (await Rows(lesson)).Select(row => (row.Status, row.Offset)));
    }

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static IEnumerable<TimeSpan> Offsets(IEnumerable<Reminder> rows) => rows.Select(row => row.Offset);

    private EventOccurrence Difference(PlannedEvent series, int day, Action<EventOccurrence> change)
    {
        var difference = new EventOccurrence
        {
            UserId = _me.Id,
            Id = Guid.CreateVersion7(),
            EventId = series.Id,
            WallTime = LocalTime.ToWall(series.DueAt!.Value, series.Timezone).AddDays(day),
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        change(difference);
        return difference;
    }

    private async Task Planned(params PlannedEvent[] events)
    {
        await database.Save([_me, .. events]);
        foreach (var planned in events)
            await Tell(planned);
    }

    private Task<bool> Tell(PlannedEvent planned) => InTransaction((_, planner) => planner.Changed(new PlanChange(_me.Id) { Events = [planned] }, Cancellation));

    private Task<bool> Tell(Habit habit) => InTransaction((_, planner) => planner.Changed(new PlanChange(_me.Id) { Habits = [habit] }, Cancellation));

    // As a service does it: changed, saved and told in one transaction.
    private Task<bool> Change(PlannedEvent planned, Action<PlannedEvent> change) => InTransaction(async (context, planner) =>
    {
        var row = await context.Events.SingleAsync(row => row.Id == planned.Id, Cancellation);
        change(row);
        await context.SaveChangesAsync(Cancellation);
        change(planned);
        await planner.Changed(new PlanChange(_me.Id) { Events = [row] }, Cancellation);
    });

    private Task<bool> Settings(UserSettings settings, string? timezone = null) => InTransaction(async (context, planner) =>
    {
        var user = await context.Users.SingleAsync(row => row.Id == _me.Id, Cancellation);
        var change = new PersonChange(user, user.Timezone, user.Settings);
        (user.Settings, user.Timezone) = (settings, timezone ?? user.Timezone);
        _me.Settings = settings;
        Assert.Empty(await new ReminderSettingsWatcher(planner).Changed(change, Cancellation));
        await context.SaveChangesAsync(Cancellation);
    });

    private Task<bool> InTransaction(Func<AimiDbContext, ReminderPlanner, Task> work) => In(services =>
    {
        var context = services.GetRequiredService<AimiDbContext>();
        return context.InTransaction(
            async () =>
            {
                await work(context, services.GetRequiredService<ReminderPlanner>());
                return true;
            },
            Cancellation);
    });

    private Task<bool> Horizon() => In(services => services.GetRequiredService<ReminderHorizonWorker>().RunOnce(Cancellation));

    private async Task<T> In<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = database.Scope();
        return await work(scope.ServiceProvider);
    }

    private async Task Set(PlannedEvent planned, ReminderStatus status, TimeSpan? offset = null)
    {
        await using var context = database.Open();
        foreach (var row in await context.Reminders.Where(row => row.EventId == planned.Id && row.Kind == ReminderKind.Event).ToListAsync(Cancellation))
        {
            if (offset is not null && row.Offset != offset)
                continue;

            (row.Status, row.LeaseToken, row.LockedUntil) = status is Sending ? (status, Guid.CreateVersion7(), Now.AddMinutes(1)) : (status, (Guid?)null, (DateTimeOffset?)null);
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private Task<List<Reminder>> Rows(PlannedEvent planned, ReminderKind kind = ReminderKind.Event) => Rows(row => row.EventId == planned.Id && row.Kind == kind);

    private Task<List<Reminder>> Rows(Habit habit) => Rows(row => row.HabitId == habit.Id);

    private Task<List<Reminder>> Days() => Rows(row => row.UserId == _me.Id && (row.Kind == ReminderKind.Agenda || row.Kind == ReminderKind.CheckIn));

    private async Task<List<Reminder>> Rows(System.Linq.Expressions.Expression<Func<Reminder, bool>> of)
    {
        await using var context = database.Open();
        return await context.Reminders.AsNoTracking().Where(of)
            .OrderBy(row => row.OccurrenceAt).ThenByDescending(row => row.Offset).ThenBy(row => row.Channel).ToListAsync(Cancellation);
    }
}
