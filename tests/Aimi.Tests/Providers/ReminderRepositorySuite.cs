using Aimi.Accounts;
using Aimi.Planning;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Providers;

public sealed class ReminderRepositoryOnPostgres(PostgresDatabase database) : ReminderRepositorySuite(database), IClassFixture<PostgresDatabase>;

public sealed class ReminderRepositoryOnSqlite(SqliteDatabase database) : ReminderRepositorySuite(database), IClassFixture<SqliteDatabase>;

public abstract class ReminderRepositorySuite(TestDatabase database) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly DeliveryResponse Ok = new() { Code = "200", Receipt = "r-1" };
    private static readonly DeliveryResponse Refused = new() { Code = "503", Detail = "try later" };

    private readonly User _me = A.User();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => database.Time.GetUtcNow();

    // The queue is everybody's: a test begins with an empty one.
    public async ValueTask InitializeAsync()
    {
        await using var context = database.Open();
        await context.Reminders.ExecuteDeleteAsync(Cancellation);
        await database.Save(_me);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Planning_twice_adds_nothing_and_keeps_what_became_of_the_first()
    {
        var planned = await Event(Now.AddHours(3));
        NewReminder[] both = [A.NewReminder(planned, TimeSpan.FromHours(2)), A.NewReminder(planned, TimeSpan.FromHours(24))];

        Assert.Equal(2, await Run(reminders => reminders.Schedule(_me.Id, both, Cancellation)));
        var id = (await All()).First().Id;
        await Run(reminders => reminders.Dismiss(_me.Id, id, Cancellation));
        Assert.Equal(1, await Run(reminders => reminders.Schedule(_me.Id, [.. both, A.NewReminder(planned, channel: "mail")], Cancellation)));

        Assert.Equal(3, (await All()).Count);
        Assert.Equal(ReminderStatus.Dismissed, (await Find(id)).Status);
        Assert.All(await All(), reminder => Assert.Equal(reminder.OccurrenceAt - reminder.Offset, reminder.TriggerAt));
    }

    [Fact]
    public async Task Only_what_is_due_is_claimed_the_longest_due_first()
    {
        var (late, due, future) = (await Due(Now.AddHours(-2)), await Due(Now), await Due(Now.AddTicks(10)));

        var claimed = await Claim();
        Assert.Equal([late, due], claimed.Select(reminder => reminder.Id));
        Assert.All(claimed, reminder => Assert.Equal((ReminderStatus.Sending, 1, Now + Lease), (reminder.Status, reminder.Attempts, reminder.LockedUntil)));
        Assert.Single(claimed.Select(reminder => reminder.LeaseToken).Distinct());
        Assert.Empty(await Claim());
        Assert.Equal(ReminderStatus.Scheduled, (await Find(future)).Status);
    }

    [Fact]
    public async Task A_batch_is_no_larger_than_asked()
    {
        for (var i = 0; i < 5; i++)
            await Due(Now.AddMinutes(-i));

        Assert.Equal(2, (await Claim(count: 2)).Count);
        Assert.Equal(3, (await Claim(count: 10)).Count);
    }

    [Fact]
    public async Task Workers_that_claim_at_once_share_the_queue_and_none_is_claimed_twice()
    {
        var planned = await Event(Now);
        var many = Enumerable.Range(0, 200).Select(i => A.NewReminder(planned, TimeSpan.FromSeconds(i))).ToList();
        await Run(reminders => reminders.Schedule(_me.Id, many, Cancellation));

        var batches = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<Reminder>();
            while (await Claim(count: 7) is { Count: > 0 } batch)
                mine.AddRange(batch);
            return mine;
        })));

        var claimed = batches.SelectMany(batch => batch).Select(reminder => reminder.Id).ToList();
        Assert.Equal(200, claimed.Count);
        Assert.Equal(200, claimed.Distinct().Count());
    }

    [Fact]
    public async Task What_was_sent_is_logged_with_its_lateness_and_not_claimed_again()
    {
        var id = await Due(Now.AddSeconds(-90));
        var reminder = Assert.Single(await Claim());

        Assert.True(await Run(reminders => reminders.MarkSent(_me.Id, id, reminder.LeaseToken!.Value, Ok, Cancellation)));

        var log = Assert.Single(await Log(id));
        Assert.Equal((1, DeliveryStatus.Sent, 90_000, "chat", Ok), (log.Attempt, log.Status, log.LateByMs, log.Channel, log.Response));
        var stored = await Find(id);
        Assert.Equal((ReminderStatus.Sent, null, null), (stored.Status, stored.LeaseToken, stored.LockedUntil));
        database.Time.Advance(Lease * 2);
        Assert.Empty(await Claim());
    }

    [Fact]
    public async Task What_failed_is_tried_again_when_told_and_given_up_in_the_end()
    {
        var id = await Due(Now);
        var first = Assert.Single(await Claim());
        Assert.True(await Run(reminders => reminders.MarkFailed(_me.Id, id, first.LeaseToken!.Value, Refused, Now.AddMinutes(5), Cancellation)));
        Assert.Empty(await Claim());

        database.Time.Advance(TimeSpan.FromMinutes(5));
        var second = Assert.Single(await Claim());
        Assert.Equal(2, second.Attempts);
        Assert.True(await Run(reminders => reminders.MarkFailed(_me.Id, id, second.LeaseToken!.Value, Refused, retryAt: null, Cancellation)));

        Assert.Equal([(1, DeliveryStatus.Failed), (2, DeliveryStatus.Failed)], (await Log(id)).Select(log => (log.Attempt, log.Status)));
        Assert.Equal(ReminderStatus.Failed, (await Find(id)).Status);
        Assert.Empty(await Claim());
    }

    [Fact]
    public async Task A_worker_that_overslept_its_lease_changes_nothing()
    {
        var id = await Due(Now);
        var slow = Assert.Single(await Claim());
        database.Time.Advance(Lease);
        var fast = Assert.Single(await Claim());
        Assert.Equal((slow.Id, 2), (fast.Id, fast.Attempts));

        Assert.False(await Run(reminders => reminders.MarkSent(_me.Id, id, slow.LeaseToken!.Value, Ok, Cancellation)));
        Assert.False(await Run(reminders => reminders.MarkFailed(_me.Id, id, slow.LeaseToken!.Value, Refused, null, Cancellation)));
        Assert.Empty(await Log(id));
        Assert.Equal(fast.LeaseToken, (await Find(id)).LeaseToken);

        Assert.True(await Run(reminders => reminders.MarkSent(_me.Id, id, fast.LeaseToken!.Value, Ok, Cancellation)));
        Assert.Equal(2, Assert.Single(await Log(id)).Attempt);
    }

    [Fact]
    public async Task What_was_dismissed_while_it_was_being_sent_stays_dismissed()
    {
        var id = await Due(Now);
        var reminder = Assert.Single(await Claim());
        Assert.True(await Run(reminders => reminders.Dismiss(_me.Id, id, Cancellation)));

        Assert.False(await Run(reminders => reminders.MarkSent(_me.Id, id, reminder.LeaseToken!.Value, Ok, Cancellation)));
        Assert.Equal(ReminderStatus.Dismissed, (await Find(id)).Status);
        database.Time.Advance(Lease * 2);
        Assert.Empty(await Claim());
    }

    [Fact]
    public async Task Snoozed_it_rings_again_then_as_a_delivery_of_its_own()
    {
        var id = await Due(Now);
        var first = Assert.Single(await Claim());
        await Run(reminders => reminders.MarkSent(_me.Id, id, first.LeaseToken!.Value, Ok, Cancellation));
        Assert.True(await Run(reminders => reminders.Snooze(_me.Id, id, Now.AddMinutes(10), Cancellation)));
        Assert.Empty(await Claim());

        database.Time.Advance(TimeSpan.FromMinutes(10));
        var second = Assert.Single(await Claim());
        Assert.NotEqual(first.DedupeKey, second.DedupeKey, StringComparer.Ordinal);
        Assert.Equal(first.OccurrenceAt, second.OccurrenceAt);
        await Run(reminders => reminders.MarkSent(_me.Id, id, second.LeaseToken!.Value, Ok, Cancellation));
        Assert.Equal([1, 2], (await Log(id)).Select(log => log.Attempt));
    }

    [Fact]
    public async Task What_was_dismissed_is_not_snoozed()
    {
        var id = await Due(Now);
        await Run(reminders => reminders.Dismiss(_me.Id, id, Cancellation));

        Assert.False(await Run(reminders => reminders.Snooze(_me.Id, id, Now, Cancellation)));
        Assert.True(await Run(reminders => reminders.Dismiss(_me.Id, id, Cancellation)));
        Assert.Empty(await Claim());
    }

    [Fact]
    public async Task Nobody_reaches_another_persons_reminder()
    {
        var other = A.User();
        await database.Save(other);
        var id = await Due(Now);
        var reminder = Assert.Single(await Claim());

        Assert.Null(await Run(reminders => reminders.Find(other.Id, id, Cancellation)));
        Assert.False(await Run(reminders => reminders.Dismiss(other.Id, id, Cancellation)));
        Assert.False(await Run(reminders => reminders.Snooze(other.Id, id, Now, Cancellation)));
        Assert.False(await Run(reminders => reminders.MarkSent(other.Id, id, reminder.LeaseToken!.Value, Ok, Cancellation)));
        Assert.Empty(await Run(reminders => reminders.Log(other.Id, id, Cancellation)));
        Assert.Equal(ReminderStatus.Sending, (await Find(id)).Status);
    }

    private async Task<PlannedEvent> Event(DateTimeOffset at)
    {
        var planned = A.Event(_me, at);
        await database.Save(planned);
        return planned;
    }

    private async Task<Guid> Due(DateTimeOffset at)
    {
        var planned = await Event(at.AddHours(2));
        await Run(reminders => reminders.Schedule(_me.Id, [A.NewReminder(planned, TimeSpan.FromHours(2))], Cancellation));
        return (await All()).Single(reminder => reminder.EventId == planned.Id).Id;
    }

    private async Task<List<Reminder>> All()
    {
        await using var context = database.Open();
        return await context.Reminders.Where(reminder => reminder.UserId == _me.Id).OrderBy(reminder => reminder.TriggerAt).ToListAsync(Cancellation);
    }

    private Task<IReadOnlyList<Reminder>> Claim(int count = 100) => Run(reminders => reminders.ClaimDue(count, Lease, Cancellation));

    private Task<IReadOnlyList<ReminderLog>> Log(Guid id) => Run(reminders => reminders.Log(_me.Id, id, Cancellation));

    private async Task<Reminder> Find(Guid id) => (await Run(reminders => reminders.Find(_me.Id, id, Cancellation)))!;

    private async Task<T> Run<T>(Func<ReminderRepository, Task<T>> work)
    {
        await using var scope = database.Scope();
        return await work(scope.ServiceProvider.GetRequiredService<ReminderRepository>());
    }
}
