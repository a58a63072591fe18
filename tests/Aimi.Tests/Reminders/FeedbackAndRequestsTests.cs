using Aimi.Planning;
using Aimi.Reminders;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Reminders;

/// <summary>The workers take reminders and change events; requests change events and take their reminders away. At once, and neither fails.</summary>
public sealed class FeedbackAndRequestsTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const int Rounds = 40;
    private const int Events = 6;

    private readonly Queue _queue = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _queue.Empty();

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    [Fact]
    public async Task No_worker_and_no_request_is_the_others_victim()
    {
        var (worker, another, requests) = (_queue.Process(), _queue.Process(), _queue.Process());
        var person = await _queue.Person();
        for (var round = 0; round < Rounds; round++)
        {
            var planned = Enumerable.Range(0, Events).Select(_ => A.Event(person, _queue.Now.AddHours(-1))).ToList();
            await database.Save([.. planned]);
            foreach (var one in planned)
            {
                await _queue.Add(person, at: one.StartAt, planned: one, kind: ReminderKind.Feedback, channel: "feedback");
                await _queue.Add(person, at: one.StartAt, planned: one, channel: "notification");
            }

            await Task.WhenAll(
                [
                    Task.Run(() => _queue.Drain(worker), Stop),
                    Task.Run(() => _queue.Drain(another), Stop),
                    .. planned.Select((one, i) => Task.Run(() => Request(requests, one, i), Stop)),
                ]);
            await _queue.Drain(worker);
        }

        Assert.Equal(0, await _queue.Read(context => context.Reminders.CountAsync(
            row => row.Kind == ReminderKind.Feedback && row.Status == ReminderStatus.Scheduled && row.TriggerAt <= _queue.Now, Stop)));
        Assert.Equal(0, await _queue.Read(context => context.ReminderLogs.CountAsync(row => row.Status == DeliveryStatus.Failed, Stop)));
        var twice = await _queue.Read(context => context.EventHistory.Where(row => row.ToStatus == EventStatus.AwaitingFeedback && row.By == EventActor.Worker)
            .GroupBy(row => row.EventId).CountAsync(changes => changes.Count() > 1, Stop));
        Assert.Equal(0, twice);
    }

    private async Task Request(IServiceProvider process, PlannedEvent planned, int which)
    {
        await using var scope = process.CreateAsyncScope();
        var events = scope.ServiceProvider.GetRequiredService<EventRepository>();
        var target = new EventTarget(planned.UserId, planned.Id);
        var change = (which % 3) switch
        {
            0 => await events.Complete(target, EventActor.User, ifVersion: null, Stop),
            1 => await events.PostponeTo(target, _queue.Now.AddHours(3), EventActor.User, ifVersion: null, Stop),
            _ => await events.Delete(target, EventActor.User, ifVersion: null, Stop),
        };
        Assert.Equal(EventChangeResult.Changed, change.Result);
    }
}
