using System.Diagnostics.Metrics;
using Aimi.Reminders;
using Aimi.Sessions;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Workers;

public sealed class BacklogOnPostgres() : BacklogSuite(new PostgresDatabase());

public sealed class BacklogOnSqlite() : BacklogSuite(new SqliteDatabase());

/// <summary>What waits in the database, as the gauges tell it.</summary>
public abstract class BacklogSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(A.Now);
    private ServiceProvider _process = null!;
    private Measurements _measured = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        _process = TestDatabase.CreateServices(database.ConnectionString, database.DataFolder, _time, services => services.TryAddScoped<BacklogReader>());
        var meters = _process.GetRequiredService<IMeterFactory>();
        foreach (var backlog in _process.GetServices<IBacklog>())
            backlog.Begin(meters.Create("Aimi"));
        _measured = new Measurements(meters);
    }

    public async ValueTask DisposeAsync()
    {
        _measured.Dispose();
        await _process.DisposeAsync();
        await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Before_it_was_read_and_when_that_is_long_ago_it_is_no_number()
    {
        Assert.Equal(["NaN"], _measured.Shown("aimi.summarization.pending"));
        await Read();
        Assert.Equal(["0"], _measured.Shown("aimi.summarization.pending"));
        _time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(["0"], _measured.Shown("aimi.reminder.due.age"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["NaN"], _measured.Shown("aimi.reminder.due.age"));
        Assert.All(_measured.Shown("aimi.reminder.queue"), line => Assert.StartsWith("NaN ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sessions_wait_to_be_summarised_are_given_up_or_are_done()
    {
        var user = A.User();
        await database.Save(user, Session(SummaryStatus.Pending, minutes: 1), Session(SummaryStatus.Working, minutes: 7), Session(SummaryStatus.Failed, minutes: 60), Session(SummaryStatus.Done, minutes: 90));
        await Read();

        Assert.Equal(["2"], _measured.Shown("aimi.summarization.pending"));
        Assert.Equal(["420"], _measured.Shown("aimi.summarization.pending.age"));
        Assert.Equal(["1"], _measured.Shown("aimi.summarization.given_up"));

        SessionSummary Session(SummaryStatus status, int minutes) => A.Summary(user, ended: A.Now.AddMinutes(-minutes), status: status);
    }

    [Fact]
    public async Task Reminders_are_planned_due_or_given_up()
    {
        var user = A.User();
        var habit = A.Habit(user);
        await database.Save(
            user,
            habit,
            Reminder(1, ReminderStatus.Scheduled, dueIn: 30),
            Reminder(2, ReminderStatus.Scheduled, dueIn: -2),
            Reminder(3, ReminderStatus.Sending, dueIn: -5, leasedFor: -1),
            Reminder(4, ReminderStatus.Sending, dueIn: -9, leasedFor: 1),
            Reminder(5, ReminderStatus.Failed, dueIn: -99),
            Reminder(6, ReminderStatus.Sent, dueIn: -99));
        await Read();

        Assert.Equal(["2 state=scheduled", "2 state=due", "1 state=given_up"], _measured.Shown("aimi.reminder.queue"));
        Assert.Equal(["300"], _measured.Shown("aimi.reminder.due.age"));

        Reminder Reminder(int number, ReminderStatus status, int dueIn, int? leasedFor = null)
        {
            var reminder = A.Due(habit, A.Now.AddMinutes(dueIn), "log", "Зарядка", number);
            reminder.Status = status;
            if (leasedFor is { } minutes)
                (reminder.LockedUntil, reminder.LeaseToken) = (A.Now.AddMinutes(minutes), Guid.CreateVersion7());
            return reminder;
        }
    }

    [Fact]
    public async Task No_more_are_counted_than_are_worth_it()
    {
        var user = A.User();
        await database.Save(user);
        await database.Save(Enumerable.Range(0, Waiting.Most + 1).Select(_ => A.Summary(user)));
        await Read();

        Assert.Equal(["10000"], _measured.Shown("aimi.summarization.pending"));
    }

    private async Task Read()
    {
        await using var scope = _process.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<BacklogReader>().RunOnce(Stop));
    }
}
