using Aimi.Accounts;
using Aimi.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Providers;

public sealed class EventRepositoryOnPostgres(PostgresDatabase database) : EventRepositorySuite(database), IClassFixture<PostgresDatabase>;

public sealed class EventRepositoryOnSqlite(SqliteDatabase database) : EventRepositorySuite(database), IClassFixture<SqliteDatabase>;

public abstract class EventRepositorySuite(TestDatabase database)
{
    private readonly User _me = A.User();
    private readonly User _other = A.User();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_due_is_what_is_open_and_in_the_span_the_earliest_first()
    {
        var (from, to) = (A.Now, A.Now.AddHours(24));
        var task = A.Task(_me, dueAt: from.AddHours(3));
        var first = A.Event(_me, at: from);
        var proposed = A.Event(_me, at: to.AddTicks(-10), status: EventStatus.PendingConfirmation);
        await database.Save(
            _me, _other, task, first, proposed,
            A.Event(_me, at: from.AddTicks(-10)), A.Event(_me, at: to), A.Task(_me),
            A.Event(_me, at: from, status: EventStatus.Completed), A.Event(_me, at: from, status: EventStatus.Cancelled), A.Event(_other, at: from));

        var due = await Run(events => events.DueWithin(_me.Id, from, to, Cancellation));
        Assert.Equal([first.Id, task.Id, proposed.Id], due.Select(occurrence => occurrence.Event.Id));
    }

    [Fact]
    public async Task Upcoming_are_the_next_few()
    {
        var inOrder = Enumerable.Range(0, 5).Select(hour => A.Event(_me, at: A.Now.AddHours(hour))).ToList();
        await database.Save([_me, .. inOrder.AsEnumerable().Reverse(), A.Event(_me, at: A.Now.AddHours(-1))]);

        var next = await Run(events => events.Upcoming(_me.Id, A.Now, 3, Cancellation));
        Assert.Equal(inOrder.Take(3).Select(planned => planned.Id), next.Select(occurrence => occurrence.Event.Id));
    }

    [Fact]
    public async Task Nobody_finds_or_changes_another_persons_event()
    {
        var planned = A.Event(_other);
        await database.Save(_me, _other, planned);

        Assert.Null(await Run(events => events.Find(_me.Id, planned.Id, Cancellation)));
        var change = await Run(events => events.Complete(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation));
        Assert.Equal(new EventChange(EventChangeResult.NotFound, null), change);
        Assert.Equal(EventStatus.Planned, (await Stored(_other, planned)).Status);
    }

    [Fact]
    public async Task The_history_tells_of_the_making_and_of_every_change_and_by_whom()
    {
        var planned = A.Event(_me, status: EventStatus.PendingConfirmation);
        await database.Save(_me);
        await Run(async events => { await events.Add(planned, EventActor.Assistant, Cancellation); return 0; });
        await Changed(events => events.Confirm(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation));
        await Changed(events => events.AskForFeedback(new EventTarget(_me.Id, planned.Id), EventActor.Worker, null, Cancellation));
        await Changed(events => events.Complete(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation));

        var history = await Run(events => events.History(_me.Id, planned.Id, Cancellation));
        Assert.Equal(
            [
                (null, EventStatus.PendingConfirmation, EventActor.Assistant),
                (EventStatus.PendingConfirmation, EventStatus.Planned, EventActor.User),
                (EventStatus.Planned, EventStatus.AwaitingFeedback, EventActor.Worker),
                (EventStatus.AwaitingFeedback, EventStatus.Completed, EventActor.User),
            ],
            history.Select(change => (change.FromStatus, change.ToStatus, change.By)));
        Assert.Equal((4, EventStatus.Completed), ((await Stored(_me, planned)).Version, (await Stored(_me, planned)).Status));
    }

    [Fact]
    public async Task What_its_status_does_not_allow_changes_nothing()
    {
        var planned = A.Event(_me, status: EventStatus.Cancelled);
        await database.Save(_me, planned);

        foreach (var attempt in new Func<EventRepository, Task<EventChange>>[]
        {
            events => events.Complete(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation),
            events => events.AskForFeedback(new EventTarget(_me.Id, planned.Id), EventActor.Worker, null, Cancellation),
            events => events.PostponeTo(new EventTarget(_me.Id, planned.Id), A.Now, EventActor.User, null, Cancellation),
            events => events.Cancel(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation),
        })
        {
            Assert.Equal(EventChangeResult.NotAllowed, (await Run(attempt)).Result);
        }

        Assert.Empty(await Run(events => events.History(_me.Id, planned.Id, Cancellation)));
        Assert.Equal((1, EventStatus.Cancelled), ((await Stored(_me, planned)).Version, (await Stored(_me, planned)).Status));
    }

    [Fact]
    public async Task Postponed_an_event_keeps_its_length_and_its_history_knows_both_times()
    {
        var planned = A.Event(_me, at: A.Now, length: TimeSpan.FromMinutes(90), status: EventStatus.AwaitingFeedback);
        await database.Save(_me, planned);
        var until = A.Now.AddDays(1);
        await Changed(events => events.PostponeTo(new EventTarget(_me.Id, planned.Id), until, EventActor.User, null, Cancellation));

        var stored = await Stored(_me, planned);
        Assert.Equal((until, until.AddMinutes(90), EventStatus.Planned, 2), (stored.StartAt, stored.EndAt, stored.Status, stored.Version));
        var change = Assert.Single(await Run(events => events.History(_me.Id, planned.Id, Cancellation)));
        Assert.Equal((A.Now, until), (change.Metadata.MovedFrom, change.Metadata.MovedTo));
    }

    [Fact]
    public async Task Postponed_a_task_is_due_then()
    {
        var task = A.Task(_me, dueAt: A.Now);
        await database.Save(_me, task);
        await Changed(events => events.PostponeTo(new EventTarget(_me.Id, task.Id), A.Now.AddDays(7), EventActor.User, null, Cancellation));

        var stored = await Stored(_me, task);
        Assert.Equal((null, A.Now.AddDays(7)), (stored.StartAt, stored.DueAt));
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_past_is_refused_and_shows_the_present()
    {
        var planned = A.Event(_me);
        await database.Save(_me, planned);
        await Changed(events => events.PostponeTo(new EventTarget(_me.Id, planned.Id), A.Now.AddDays(1), EventActor.User, ifVersion: 1, Cancellation));

        var late = await Run(events => events.Cancel(new EventTarget(_me.Id, planned.Id), EventActor.User, ifVersion: 1, Cancellation));
        Assert.Equal((EventChangeResult.VersionConflict, 2), (late.Result, late.Event!.Version));
        Assert.Equal(EventStatus.Planned, (await Stored(_me, planned)).Status);
    }

    [Fact]
    public async Task Of_two_who_change_an_event_at_once_one_wins_and_the_history_knows_only_that_one()
    {
        var planned = A.Event(_me);
        await database.Save(_me, planned);
        await using var scope = database.Scope();
        var slow = scope.ServiceProvider.GetRequiredService<EventRepository>();
        await slow.Find(_me.Id, planned.Id, Cancellation); // it keeps this version in its context
        await Changed(events => events.Cancel(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation));

        var late = await slow.Complete(new EventTarget(_me.Id, planned.Id), EventActor.User, null, Cancellation);

        Assert.Equal((EventChangeResult.VersionConflict, EventStatus.Cancelled), (late.Result, late.Event!.Status));
        Assert.Single(await slow.History(_me.Id, planned.Id, Cancellation));
    }

    [Fact]
    public async Task Awaiting_feedback_is_the_oldest_first_and_nobody_elses()
    {
        var (old, recent) = (A.Event(_me, at: A.Now.AddDays(-2), status: EventStatus.AwaitingFeedback), A.Event(_me, at: A.Now.AddDays(-1), status: EventStatus.AwaitingFeedback));
        await database.Save(_me, _other, recent, old, A.Event(_me), A.Event(_other, status: EventStatus.AwaitingFeedback));

        var awaiting = await Run(events => events.AwaitingFeedback(_me.Id, Cancellation));
        Assert.Equal([old.Id, recent.Id], awaiting.Select(occurrence => occurrence.Event.Id));
    }

    private async Task<T> Run<T>(Func<EventRepository, Task<T>> work)
    {
        await using var scope = database.Scope();
        return await work(scope.ServiceProvider.GetRequiredService<EventRepository>());
    }

    private async Task Changed(Func<EventRepository, Task<EventChange>> work)
    {
        // Changes are told apart by their time.
        database.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EventChangeResult.Changed, (await Run(work)).Result);
    }

    private async Task<PlannedEvent> Stored(User user, PlannedEvent planned) => (await Run(events => events.Find(user.Id, planned.Id, Cancellation)))!;
}
