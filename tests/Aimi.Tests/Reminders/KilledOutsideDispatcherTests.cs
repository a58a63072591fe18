using System.Collections.Concurrent;
using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Reminders.Channels;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Reminders;

public sealed class KilledOutsideDispatcherOnSqliteTests(SqliteDatabase database) : KilledOutsideDispatcherSuite(database), IClassFixture<SqliteDatabase>;

public sealed class KilledOutsideDispatcherOnPostgresTests(PostgresDatabase database) : KilledOutsideDispatcherSuite(database), IClassFixture<PostgresDatabase>;

/// <summary>The real program, killed while a receiver outside keeps it waiting: whoever takes over sends the same under the same id.</summary>
public abstract class KilledOutsideDispatcherSuite(TestDatabase database)
{
    private const int Rounds = 4;
    private const int PerRound = 20;

    // Each process finds the leases of the one before run out.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_killed_process_was_sending_is_sent_again_under_the_same_id()
    {
        var answered = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        using var hung = new SemaphoreSlim(0);
        var patience = 0;
        await using var receiver = await WebhookReceiver.Start(async context =>
        {
            if (Interlocked.Decrement(ref patience) >= 0)
            {
                answered[context.Request.Headers["webhook-id"].ToString()] = true;
                return;
            }

            hung.Release();
            await WebhookReceiver.Silence(context);
        });
        var habit = await Person(receiver.Url);
        for (var round = 0; round < Rounds; round++)
        {
            await using var aimi = Serve(round);
            await aimi.Listening();

            // Some are answered, and those that are under way then are not.
            Interlocked.Exchange(ref patience, 5 * round);
            await Add(habit, round);
            await hung.WaitAsync(Stop);
            aimi.Kill();
        }

        Interlocked.Exchange(ref patience, int.MaxValue);
        await using (var last = Serve(Rounds))
        {
            await last.Listening();
            await Patience.Until(async () => await Sent() == Rounds * PerRound);
        }

        await using var context = database.Open();
        var reminders = await context.Reminders.AsNoTracking().Where(row => row.Kind == ReminderKind.Habit).ToListAsync(Stop);
        var ids = receiver.Got.Select(got => got.Headers["webhook-id"].ToString()).ToList();
        Assert.All(reminders, reminder => Assert.Equal(reminder.Id.ToString("N"), reminder.DedupeKey));
        Assert.Equal(reminders.Select(reminder => reminder.DedupeKey).Order(StringComparer.Ordinal), ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(reminders.Count, answered.Count);
        Assert.True(ids.Count > reminders.Count, "Nothing was sent twice: no kill came while something was sent.");
    }

    private async Task<int> Sent()
    {
        await using var context = database.Open();
        return await context.Reminders.CountAsync(row => row.Kind == ReminderKind.Habit && row.Status == ReminderStatus.Sent, Stop);
    }

    private async Task<Aimi.Planning.Habit> Person(string url)
    {
        var person = A.User();
        person.Settings = new UserSettings { DailyCap = int.MaxValue, Webhook = new WebhookTarget(url, "whsec_" + Convert.ToBase64String(new byte[32])) };
        var habit = A.Habit(person);
        habit.Active = false;
        await database.Save(person, A.Conversation(person), habit);
        return habit;
    }

    private Task Add(Aimi.Planning.Habit habit, int round)
    {
        var now = TimeProvider.System.GetUtcNow() + (round * Ahead);
        return database.Save(Enumerable.Range(0, PerRound).Select(
            i => (object)A.Due(habit, now, ReminderChannels.Webhook, $"{round}.{i}", (round * PerRound) + i)));
    }

    private AimiProgram Serve(int round)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = "",
            ["AIMI__Webhooks__AllowPrivateNetworks"] = "true",
            ["AIMI__TestClock"] = System.Xml.XmlConvert.ToString(round * Ahead),
        };
        return AimiProgram.Run(settings, "serve", "--port", "0", "--data", database.DataFolder);
    }
}
