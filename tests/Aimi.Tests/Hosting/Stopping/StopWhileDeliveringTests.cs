using System.Collections.Concurrent;
using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Reminders.Channels;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Hosting.Stopping;

public sealed class StopWhileDeliveringOnSqliteTests(SqliteDatabase database) : StopWhileDeliveringSuite(database), IClassFixture<SqliteDatabase>;

public sealed class StopWhileDeliveringOnPostgresTests(PostgresDatabase database) : StopWhileDeliveringSuite(database), IClassFixture<PostgresDatabase>;

/// <summary>A process that is told to stop while receivers outside keep it waiting: what they take counts, the rest is for the next process, at once.</summary>
public abstract class StopWhileDeliveringSuite(TestDatabase database)
{
    private const int AtOnce = 8;
    private const int Due = 20;

    private readonly StoppingStack _stack = new(database, redis: "");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_receiver_takes_still_is_sent_once_and_the_rest_waits_for_no_lease()
    {
        var asked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var answers = new TaskCompletionSource();
        using var called = new SemaphoreSlim(0);
        await using var receiver = await WebhookReceiver.Start(async context =>
        {
            asked.AddOrUpdate(context.Request.Headers["webhook-id"].ToString(), 1, (_, times) => times + 1);
            called.Release();
            await answers.Task.WaitAsync(context.RequestAborted);
        });
        var person = await TokenHolder.Create(database, user => user.Settings = DueReminders.Settings(receiver.Url));
        await new DueReminders(database).Add(Enumerable.Repeat(person.User, Due), ReminderChannels.Webhook);
        await using (var aimi = _stack.Serve())
        {
            var server = await aimi.Listening();
            for (var calls = 0; calls < AtOnce; calls++)
                await called.WaitAsync(Stop);
            aimi.Signal("TERM");

            // Kestrel is the first that stops: whoever it refuses is refused by a process that stops.
            await Refused(server);
            answers.SetResult();
            Assert.Equal(0, await aimi.Ended());
        }

        await _stack.NothingIsClaimed();
        Assert.Equal(AtOnce, asked.Count);
        await using (var context = database.Open())
        {
            var rows = await context.Reminders.AsNoTracking().ToListAsync(Stop);
            Assert.Equal(AtOnce, rows.Count(row => row is { Status: ReminderStatus.Sent, Attempts: 1 }));
            Assert.Equal(Due - AtOnce, rows.Count(row => row is { Status: ReminderStatus.Scheduled, Attempts: 0 }));
            Assert.Equal(AtOnce, await context.ReminderLogs.CountAsync(Stop));
        }

        await using var next = _stack.Serve();
        await next.Listening();
        await AllSent();
        Assert.Equal(Enumerable.Repeat(1, Due), asked.Values);
    }

    private static Task Refused(Uri server) => Patience.Until(async () =>
    {
        try
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(server, "/health/live"), Stop);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    });

    private async Task AllSent()
    {
        await using var context = database.Open();
        await Patience.Until(async () => await context.Reminders.CountAsync(row => row.Status == ReminderStatus.Sent, Stop) == Due);
    }
}
