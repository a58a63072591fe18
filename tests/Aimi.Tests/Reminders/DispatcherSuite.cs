using Aimi.Accounts;
using Aimi.Messages;
using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Reminders;

public sealed class DispatcherOnPostgres(PostgresDatabase database) : DispatcherSuite(database), IClassFixture<PostgresDatabase>;

public sealed class DispatcherOnSqlite(SqliteDatabase database) : DispatcherSuite(database), IClassFixture<SqliteDatabase>;

public abstract class DispatcherSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly Queue _queue = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _queue.Empty();

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Only_what_is_due_is_told_and_only_once()
    {
        var person = await _queue.Person();
        var (late, due, future) = (await _queue.Add(person, _queue.Now.AddSeconds(-90)), await _queue.Add(person), await _queue.Add(person, _queue.Now.AddTicks(10)));

        await _queue.Drain();
        await _queue.Drain();

        var log = Assert.Single(await _queue.Log(late));
        Assert.Equal((1, DeliveryStatus.Sent, 90_000, "log"), (log.Attempt, log.Status, log.LateByMs, log.Channel));
        Assert.Equal(0, Assert.Single(await _queue.Log(due)).LateByMs);
        Assert.Equal((ReminderStatus.Sent, 1), await Standing(due));
        Assert.Equal((ReminderStatus.Scheduled, 0), await Standing(future));
    }

    [Fact]
    public async Task A_message_stands_in_the_conversation_and_says_what_it_is_about()
    {
        var person = await _queue.Person();
        var (first, second) = (await _queue.Add(person, channel: "assistant_message"), await _queue.Add(person, channel: "assistant_message"));

        await _queue.Drain();

        var said = await _queue.Read(context => context.ChatMessages.Where(message => message.UserId == person.Id).OrderBy(message => message.Seq).ToListAsync(Stop));
        Assert.Equal([1, 2], said.Select(message => message.Seq));
        Assert.All(said, message => Assert.Equal((MessageRole.Assistant, null), (message.Role, message.ReplyTo)));
        Assert.Contains("Урок", said[0].Text, StringComparison.Ordinal);
        Assert.Equal(
            new[] { first, second }.Select(reminder => new LinkedEntity("event", reminder.EventId, reminder.Id)).ToHashSet(),
            said.Select(message => message.Metadata.Entity!).ToHashSet());
        Assert.Equal(ReminderStatus.Sent, (await Standing(second)).Status);
    }

    [Fact]
    public async Task A_notification_is_a_row_about_the_thing()
    {
        var person = await _queue.Person();
        var reminder = await _queue.Add(person, channel: "notification", payload: new ReminderPayload { Title = new string('я', 900), Due = true });

        await _queue.Drain();

        var notification = await _queue.Read(context => context.Notifications.SingleAsync(row => row.UserId == person.Id, Stop));
        Assert.Equal(("reminder", "task", reminder.EventId, 500), (notification.Kind, notification.EntityType, notification.EntityId, notification.Title.Length));
    }

    [Fact]
    public async Task Of_several_that_are_due_for_one_thing_the_latest_is_told()
    {
        var person = await _queue.Person();
        var planned = A.Event(person, _queue.Now.AddMinutes(30));
        await database.Save(planned);
        var at = planned.StartAt!.Value;
        var dayBefore = await _queue.Add(person, at.AddHours(-24), at, planned: planned);
        var before = await _queue.Add(person, at.AddHours(-2), at, planned: planned);
        var elsewhere = await _queue.Add(person, at.AddHours(-24), at, planned: planned, channel: "notification");

        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Skipped, "superseded"), await Ending(dayBefore));
        Assert.Equal((DeliveryStatus.Sent, null), await Ending(before));
        Assert.Equal((DeliveryStatus.Sent, null), await Ending(elsewhere));

        // Also where the latest was told by another worker meanwhile.
        var between = await _queue.Add(person, at.AddHours(-3), at, planned: planned);
        await _queue.Drain();
        Assert.Equal((DeliveryStatus.Skipped, "superseded"), await Ending(between));
    }

    [Fact]
    public async Task What_is_over_is_not_told_and_the_log_says_why()
    {
        var person = await _queue.Person();
        var over = await _queue.Add(person, _queue.Now.AddDays(-2), _queue.Now.AddDays(-1));

        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Skipped, "too_late"), await Ending(over));
        Assert.Equal(ReminderStatus.Skipped, (await Standing(over)).Status);
    }

    [Fact]
    public async Task Quiet_hours_hold_it_until_they_end()
    {
        // It is noon for them.
        var person = await _queue.Person(new UserSettings { QuietHours = new QuietHours(new TimeOnly(11, 0), new TimeOnly(13, 0)) });
        var (held, soon) = (await _queue.Add(person, at: _queue.Now.AddHours(3)), await _queue.Add(person, at: _queue.Now.AddMinutes(30)));

        await _queue.Drain();
        Assert.Equal((ReminderStatus.Scheduled, 0), await Standing(held));
        Assert.Equal(ReminderStatus.Sent, (await Standing(soon)).Status);

        _queue.Time.Advance(TimeSpan.FromHours(1));
        await _queue.Drain();
        Assert.Equal(0, Assert.Single(await _queue.Log(held)).LateByMs);
    }

    [Fact]
    public async Task Beyond_the_daily_cap_all_the_rest_is_told_in_one_digest_an_hour()
    {
        var person = await _queue.Person(new UserSettings { DailyCap = 2 });
        var all = new List<Reminder>();
        for (var i = 0; i < 5; i++)
            all.Add(await _queue.Add(person, _queue.Now.AddSeconds(-i), channel: "notification"));
        await _queue.Drain();

        Assert.Equal(3, (await Told(person)).Count);
        var digest = Assert.Single(await Digests(person));
        Assert.Equal(ReminderStatus.Sent, digest.Status);
        Assert.Equal(3, digest.Payload.Merged!.Count);

        // What comes after it waits for the next, and more goes into that.
        all.Add(await _queue.Add(person, channel: "notification"));
        await _queue.Drain();
        _queue.Time.Advance(TimeSpan.FromMinutes(30));
        all.Add(await _queue.Add(person, channel: "notification"));
        await _queue.Drain();
        Assert.Equal(3, (await Told(person)).Count);

        _queue.Time.Advance(TimeSpan.FromMinutes(30));
        all.Add(await _queue.Add(person, channel: "notification"));
        await _queue.Drain();
        Assert.Equal(4, (await Told(person)).Count);
        var merged = (await Digests(person)).SelectMany(row => row.Payload.Merged!).ToList();
        var alone = await _queue.Read(context => context.Reminders
            .Where(row => row.UserId == person.Id && row.Kind == ReminderKind.Event && row.Status == ReminderStatus.Sent).Select(row => row.Id).ToListAsync(Stop));
        Assert.Equal(all.Select(reminder => reminder.Id).Order(), merged.Concat(alone).Order());
    }

    [Fact]
    public async Task The_cap_is_of_the_persons_day()
    {
        var person = await _queue.Person(new UserSettings { DailyCap = 1 });
        await _queue.Add(person);
        await _queue.Drain();
        _queue.Time.Advance(TimeSpan.FromHours(24));
        var tomorrow = await _queue.Add(person);
        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Sent, null), await Ending(tomorrow));
        Assert.Empty(await Digests(person));
    }

    [Fact]
    public async Task An_event_that_is_over_awaits_feedback()
    {
        var person = await _queue.Person();
        var planned = A.Event(person, _queue.Now.AddHours(-1));
        var done = A.Event(person, _queue.Now.AddHours(-1), status: EventStatus.Completed);
        await database.Save(planned, done);
        var ask = await _queue.Add(person, at: planned.StartAt, planned: planned, kind: ReminderKind.Feedback, channel: "feedback");
        var asked = await _queue.Add(person, at: done.StartAt, planned: done, kind: ReminderKind.Feedback, channel: "feedback");

        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Sent, null), await Ending(ask));
        Assert.Equal((DeliveryStatus.Skipped, "not_planned"), await Ending(asked));
        Assert.Equal(EventStatus.AwaitingFeedback, await _queue.Read(context => context.Events.Where(row => row.Id == planned.Id).Select(row => row.Status).SingleAsync(Stop)));
        var change = await _queue.Read(context => context.EventHistory.SingleAsync(row => row.EventId == planned.Id, Stop));
        Assert.Equal((EventStatus.AwaitingFeedback, EventActor.Worker), (change.ToStatus, change.By));
    }

    [Fact]
    public async Task Of_a_series_only_the_occurrence_awaits_feedback()
    {
        var person = await _queue.Person();
        var series = A.Event(person, _queue.Now.AddDays(-7));
        series.RepeatRule = "FREQ=WEEKLY";
        await database.Save(series);
        var ask = await _queue.Add(person, at: _queue.Now, planned: series, kind: ReminderKind.Feedback, channel: "feedback");

        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Sent, null), await Ending(ask));
        var occurrence = await _queue.Read(context => context.EventOccurrences.SingleAsync(row => row.EventId == series.Id, Stop));
        Assert.Equal((LocalTime.ToWall(_queue.Now, series.Timezone), EventStatus.AwaitingFeedback), (occurrence.WallTime, occurrence.Status));
        Assert.Equal(EventStatus.Planned, await _queue.Read(context => context.Events.Where(row => row.Id == series.Id).Select(row => row.Status).SingleAsync(Stop)));
    }

    [Fact]
    public async Task A_row_that_makes_no_sense_falls_alone()
    {
        var (person, stray) = (await _queue.Person(), await _queue.Person());
        var before = await _queue.Add(person, _queue.Now.AddMinutes(-3), channel: "assistant_message");
        var zone = await _queue.Add(person, _queue.Now.AddMinutes(-2), channel: "assistant_message", payload: new ReminderPayload { Timezone = "Mars/Olympus" });
        var payload = await _queue.Add(person, _queue.Now.AddMinutes(-1), channel: "assistant_message");
        var nowhere = await _queue.Add(stray, channel: "assistant_message");
        await _queue.Read(context => context.Database.ExecuteSqlAsync($"UPDATE reminder_queue SET payload = '[1]' WHERE id = {payload.Id}", Stop));
        await _queue.Read(context => context.Users.Where(user => user.Id == stray.Id).ExecuteUpdateAsync(user => user.SetProperty(row => row.Timezone, "?"), Stop));
        var after = await _queue.Add(person, channel: "assistant_message");

        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Sent, null), await Ending(before));
        Assert.Equal((DeliveryStatus.Failed, "unreadable"), await Ending(zone));
        Assert.Equal((DeliveryStatus.Failed, "unreadable"), await Log1(payload));
        Assert.Equal((DeliveryStatus.Failed, "unreadable"), await Ending(nowhere));
        Assert.Equal((DeliveryStatus.Sent, null), await Ending(after));
    }

    [Fact]
    public async Task What_the_database_refuses_falls_alone()
    {
        var person = await _queue.Person();
        var (before, refused, after) = (await _queue.Add(person), await _queue.Add(person), await _queue.Add(person));

        // The log of its next attempt is there already: the insert breaks a key.
        await database.Save(A.Log(person, refused));
        await _queue.Drain();

        Assert.Equal((ReminderStatus.Sent, 1), await Standing(before));
        Assert.Equal((ReminderStatus.Sent, 1), await Standing(after));
        Assert.Equal((ReminderStatus.Failed, 2), await Standing(refused));
    }

    [Fact]
    public async Task Who_has_no_conversation_is_told_nothing_and_holds_up_nobody()
    {
        var (stranger, person) = (A.User(), await _queue.Person());
        await database.Save(stranger);
        var (untold, told) = (await _queue.Add(stranger, channel: "assistant_message"), await _queue.Add(person, channel: "assistant_message"));

        await _queue.Drain();

        Assert.Equal((ReminderStatus.Failed, 1), await Standing(untold));
        Assert.Equal((ReminderStatus.Sent, 1), await Standing(told));
        Assert.Equal(1, await _queue.Read(context => context.ChatMessages.CountAsync(message => message.UserId == person.Id, Stop)));
    }

    [Fact]
    public async Task A_channel_that_nobody_knows_or_that_reaches_nobody_is_left_out()
    {
        var person = await _queue.Person();
        var unknown = await _queue.Add(person, channel: "pigeon");
        _queue.Outside.Reached = false;
        var unreached = await _queue.Add(person, channel: "outside");

        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Skipped, "no_address"), await Ending(unknown));
        Assert.Equal((DeliveryStatus.Skipped, "no_address"), await Ending(unreached));
        Assert.Empty(_queue.Outside.Received);
    }

    [Fact]
    public async Task Days_of_ticks_tell_each_at_its_time_and_none_twice()
    {
        var person = await _queue.Person(new UserSettings { QuietHours = new QuietHours(new TimeOnly(23, 0), new TimeOnly(7, 0)) });
        var begin = _queue.Now;
        var expected = new Dictionary<Guid, DateTimeOffset>();
        for (var hour = 1; hour <= 96; hour += 5)
        {
            var at = begin.AddHours(hour);
            var reminder = await _queue.Add(person, at, at.AddHours(12), channel: "assistant_message");
            var wall = LocalTime.ToWall(at, person.Timezone);
            expected[reminder.Id] = wall.Hour is >= 23 or < 7
                ? LocalTime.ToInstant(wall.Date.AddDays(wall.Hour >= 23 ? 1 : 0).AddHours(7), person.Timezone)
                : at;
        }

        for (var tick = 0; tick < 110 * 4; tick++)
        {
            await _queue.Drain();
            _queue.Time.Advance(TimeSpan.FromMinutes(15));
        }

        var logs = await _queue.Read(context => context.ReminderLogs.Where(row => row.UserId == person.Id).ToListAsync(Stop));
        Assert.Equal(expected.Count, logs.Count);
        Assert.All(logs, row => Assert.Equal((DeliveryStatus.Sent, expected[row.ReminderId]), (row.Status, row.SentAt)));
        Assert.Equal(expected.Count, await _queue.Read(context => context.ChatMessages.CountAsync(message => message.UserId == person.Id, Stop)));
    }

    private async Task<(ReminderStatus Status, int Attempts)> Standing(Reminder reminder) =>
        await _queue.Read(context => context.Reminders.Where(row => row.UserId == reminder.UserId && row.Id == reminder.Id)
            .Select(row => new ValueTuple<ReminderStatus, int>(row.Status, row.Attempts)).SingleAsync(Stop));

    private async Task<(DeliveryStatus Status, string? Code)> Ending(Reminder reminder)
    {
        var stored = await _queue.Find(reminder);
        Assert.Equal((null, null), (stored.LeaseToken, stored.LockedUntil));
        return await Log1(reminder);
    }

    private async Task<(DeliveryStatus Status, string? Code)> Log1(Reminder reminder)
    {
        var log = Assert.Single(await _queue.Log(reminder));
        return (log.Status, log.Response.Code);
    }

    private Task<List<Aimi.Realtime.Notification>> Told(User person) =>
        _queue.Read(context => context.Notifications.Where(row => row.UserId == person.Id).ToListAsync(Stop));

    private Task<List<Reminder>> Digests(User person) =>
        _queue.Read(context => context.Reminders.Where(row => row.UserId == person.Id && row.Kind == ReminderKind.Digest).ToListAsync(Stop));
}
