using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Reminders;

public sealed class OutsideOnPostgres(PostgresDatabase database) : OutsideSuite(database), IClassFixture<PostgresDatabase>;

public sealed class OutsideOnSqlite(SqliteDatabase database) : OutsideSuite(database), IClassFixture<SqliteDatabase>;

public abstract class OutsideSuite(TestDatabase database) : IAsyncLifetime
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
    public async Task What_a_receiver_took_is_sent_and_its_receipt_stands_in_the_log()
    {
        var reminder = await Due();
        await _queue.Drain();

        var log = Assert.Single(await _queue.Log(reminder));
        Assert.Equal((DeliveryStatus.Sent, 1, new DeliveryResponse { Receipt = "r-1", Code = "200" }), (log.Status, log.Attempt, log.Response));
        var stored = await _queue.Find(reminder);
        Assert.Equal((ReminderStatus.Sent, null, null), (stored.Status, stored.LeaseToken, stored.LockedUntil));
    }

    [Fact]
    public async Task What_failed_is_tried_again_later_under_the_same_key_and_given_up_after_five()
    {
        var reminder = await Due();
        _queue.Outside.Answer = (_, _) => Task.FromResult(DeliveryResult.TryAgain("503", "busy"));

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await _queue.Drain();
            Assert.Equal(attempt, _queue.Outside.Received.Count);
            _queue.Time.Advance(TimeSpan.FromMinutes(10));
        }

        await _queue.Drain();
        Assert.Equal(5, _queue.Outside.Received.Count);
        Assert.Single(_queue.Outside.Received.Select(delivery => delivery.Reminder.DedupeKey).Distinct(StringComparer.Ordinal));
        Assert.Equal([1, 2, 3, 4, 5], (await _queue.Log(reminder)).Select(log => log.Attempt));
        Assert.Equal(ReminderStatus.Failed, (await _queue.Find(reminder)).Status);
    }

    [Fact]
    public async Task A_receiver_that_asks_for_patience_gets_it()
    {
        var reminder = await Due();
        _queue.Outside.Answer = (_, _) => Task.FromResult(DeliveryResult.TryAgain("429", "slow down", TimeSpan.FromMinutes(20)));
        await _queue.Drain();

        var again = (await _queue.Find(reminder)).TriggerAt - _queue.Now;
        Assert.InRange(again, TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(20.5));
    }

    [Fact]
    public async Task What_is_refused_is_given_up_at_once()
    {
        var reminder = await Due();
        _queue.Outside.Answer = (_, _) => Task.FromResult(DeliveryResult.Refused("410", "gone"));
        await _queue.Drain();

        Assert.Equal((DeliveryStatus.Failed, "410"), (Assert.Single(await _queue.Log(reminder)).Status, Assert.Single(await _queue.Log(reminder)).Response.Code));
        Assert.Equal(ReminderStatus.Failed, (await _queue.Find(reminder)).Status);
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_left_before_the_lease_ends_and_holds_up_nobody_in_the_product()
    {
        var reminder = await Due();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Outside.Answer = async (_, _) =>
        {
            called.SetResult();
            await new TaskCompletionSource().Task;
            return DeliveryResult.Delivered();
        };
        var process = _queue.Process();
        var sending = Queue.Tick<OutsideDispatcher>(process);
        await called.Task.WaitAsync(Patience.Longest, Stop);

        var inside = await _queue.Add(await _queue.Person());
        await Queue.Tick<ReminderDispatcher>(process);
        Assert.Equal(ReminderStatus.Sent, (await _queue.Find(inside)).Status);

        _queue.Time.Advance(TimeSpan.FromSeconds(21));
        await sending.WaitAsync(Patience.Longest, Stop);
        Assert.Equal((DeliveryStatus.Failed, "timeout"), (Assert.Single(await _queue.Log(reminder)).Status, Assert.Single(await _queue.Log(reminder)).Response.Code));
        Assert.Equal(ReminderStatus.Scheduled, (await _queue.Find(reminder)).Status);
    }

    [Fact]
    public async Task A_channel_that_throws_fails_alone()
    {
        var (poison, good) = (await Due(), await Due());
        _queue.Outside.Answer = (delivery, _) => delivery.Reminder.Id == poison.Id
            ? throw new InvalidOperationException("boom")
            : Task.FromResult(DeliveryResult.Delivered());
        await _queue.Drain();

        Assert.Equal(ReminderStatus.Sent, (await _queue.Find(good)).Status);
        Assert.Equal("error", Assert.Single(await _queue.Log(poison)).Response.Code);
    }

    [Fact]
    public async Task A_worker_that_overslept_its_lease_changes_nothing_when_it_wakes()
    {
        var reminder = await Due();
        var (called, wake) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Outside.Answer = async (_, _) =>
        {
            called.TrySetResult();
            await wake.Task;
            return DeliveryResult.Refused("400", "the sleeper's word");
        };
        var sleeper = Task.Run(() => Queue.Tick<OutsideDispatcher>(_queue.Process()), Stop);
        await called.Task.WaitAsync(Patience.Longest, Stop);

        // As if the sleeper's clock stood still: the lease is over for everybody else.
        await _queue.Read(context => context.Reminders.Where(row => row.Id == reminder.Id)
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.LockedUntil, _queue.Now), Stop));
        _queue.Outside.Answer = (_, _) => Task.FromResult(DeliveryResult.Delivered("second"));
        await _queue.Drain(_queue.Process());
        wake.SetResult();
        await sleeper;

        var log = Assert.Single(await _queue.Log(reminder));
        Assert.Equal((DeliveryStatus.Sent, 2, "second"), (log.Status, log.Attempt, log.Response.Receipt));
        Assert.Equal(ReminderStatus.Sent, (await _queue.Find(reminder)).Status);
        Assert.Equal(2, _queue.Outside.Received.Count);
        Assert.Single(_queue.Outside.Received.Select(delivery => delivery.Reminder.DedupeKey).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_dismissed_while_it_was_sent_stays_dismissed()
    {
        var reminder = await Due();
        _queue.Outside.Answer = async (_, _) =>
        {
            await _queue.Read(context => context.Reminders.Where(row => row.Id == reminder.Id).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.Status, ReminderStatus.Dismissed).SetProperty(r => r.LeaseToken, (Guid?)null).SetProperty(r => r.LockedUntil, (DateTimeOffset?)null), Stop));
            return DeliveryResult.Delivered();
        };
        await _queue.Drain();

        Assert.Equal(ReminderStatus.Dismissed, (await _queue.Find(reminder)).Status);
        Assert.Empty(await _queue.Log(reminder));
    }

    [Fact]
    public async Task A_stop_gives_a_receiver_that_hangs_no_more_time_than_it_had()
    {
        var reminder = await Due();
        using var stopping = new CancellationTokenSource();
        var sending = await Hang(stopping.Token);
        _queue.Time.Advance(TimeSpan.FromSeconds(19));
        await stopping.CancelAsync();
        _queue.Time.Advance(TimeSpan.FromSeconds(2));
        await sending.WaitAsync(Patience.Longest, Stop);

        Assert.Equal("timeout", Assert.Single(await _queue.Log(reminder)).Response.Code);
    }

    [Fact]
    public async Task What_a_receiver_does_not_answer_once_the_process_stops_is_given_back_as_if_nobody_had_tried()
    {
        var reminder = await Due();
        using var stopping = new CancellationTokenSource();
        var sending = await Hang(stopping.Token);
        await stopping.CancelAsync();
        _queue.Time.Advance(TimeSpan.FromSeconds(11));
        await sending.WaitAsync(Patience.Longest, Stop);

        var stored = await _queue.Find(reminder);
        Assert.Equal((ReminderStatus.Scheduled, 0, null, null), (stored.Status, stored.Attempts, stored.LeaseToken, stored.LockedUntil));
        Assert.Equal(reminder.TriggerAt, stored.TriggerAt);
        Assert.Empty(await _queue.Log(reminder));
    }

    /// <summary>A receiver was asked, and does not answer.</summary>
    /// <returns>The run of the worker that waits for it.</returns>
    private async Task<Task> Hang(CancellationToken stopping)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Outside.Answer = async (_, cancellationToken) =>
        {
            called.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return DeliveryResult.Delivered();
        };
        var sending = Queue.Tick<OutsideDispatcher>(_queue.Process(), stopping);
        await called.Task.WaitAsync(Patience.Longest, Stop);
        return sending;
    }

    private async Task<Reminder> Due() => await _queue.Add(await _queue.Person(), channel: "outside");
}
