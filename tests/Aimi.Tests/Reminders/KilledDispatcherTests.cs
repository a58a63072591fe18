using System.Globalization;
using System.Security.Cryptography;
using Aimi.Accounts;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Reminders;

public sealed class KilledDispatcherOnSqliteTests(SqliteDatabase database) : KilledDispatcherSuite(database), IClassFixture<SqliteDatabase>;

public sealed class KilledDispatcherOnPostgresTests(PostgresDatabase database) : KilledDispatcherSuite(database), IClassFixture<PostgresDatabase>;

/// <summary>The real program, killed while it tells: each reminder is told, and told once.</summary>
public abstract class KilledDispatcherSuite(TestDatabase database)
{
    private const int Rounds = 25;
    private const int PerRound = 150;

    private static readonly string[] Channels = ["log", "notification", "assistant_message"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_at_any_moment_nothing_is_lost_and_nothing_is_told_twice()
    {
        var seed = Environment.GetEnvironmentVariable("AIMI_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"AIMI_TEST_SEED={seed}");
        var random = new Random(seed);
        var people = await People();
        var cut = 0;
        var next = Serve();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                // Starting is what takes the time: the next one does it meanwhile, and takes up what the killed one leaves.
                await using var aimi = next;
                next = Serve();
                await aimi.Listening();
                await Add(people, round);

                // From before the first is told until after the last: so many looks at the queue, of a few milliseconds each.
                for (var looks = random.Next(0, 100); looks > 0 && await Told() < (round + 1) * PerRound; looks--)
                {
                }

                aimi.Kill();
                cut += await Told() < (round + 1) * PerRound ? 1 : 0;
            }

            await next.Listening();
            await Patience.Until(async () => await Told() == Rounds * PerRound);
        }
        finally
        {
            await next.DisposeAsync();
        }

        // By chance: it is told how many, not asked for.
        TestContext.Current.TestOutputHelper.WriteLine($"{cut} of {Rounds} kills came before the end of the work.");
        await Verify();
    }

    private async Task Verify()
    {
        await using var context = database.Open();
        var reminders = await context.Reminders.AsNoTracking().Where(row => row.Kind == ReminderKind.Habit).ToListAsync(Stop);
        Assert.Equal(Rounds * PerRound, reminders.Count);
        Assert.All(reminders, reminder => Assert.Equal((ReminderStatus.Sent, reminder.Id.ToString("N")), (reminder.Status, reminder.DedupeKey)));
        var logs = await context.ReminderLogs.AsNoTracking().ToListAsync(Stop);
        Assert.Equal(reminders.Select(reminder => reminder.Id).Order(), logs.Where(log => log.Status == DeliveryStatus.Sent).Select(log => log.ReminderId).Order());

        var messages = await context.ChatMessages.AsNoTracking().ToListAsync(Stop);
        Assert.Equal(
            reminders.Where(reminder => reminder.Channel == "assistant_message").Select(reminder => reminder.Id).Order(),
            messages.Select(message => message.Metadata.Entity!.ReminderId!.Value).Order());
        Assert.All(messages.GroupBy(message => message.UserId), mine =>
            Assert.Equal(Enumerable.Range(1, mine.Count()).Select(seq => (long)seq), mine.Select(message => message.Seq).Order()));
        var notified = await context.Notifications.AsNoTracking().Select(row => row.Title).ToListAsync(Stop);
        Assert.Equal(
            reminders.Where(reminder => reminder.Channel == "notification").Select(reminder => reminder.Payload.Title).Order(StringComparer.Ordinal),
            notified.Order(StringComparer.Ordinal));
    }

    private async Task<int> Told()
    {
        await using var context = database.Open();
        return await context.Reminders.CountAsync(row => row.Status == ReminderStatus.Sent, Stop);
    }

    private async Task<List<Aimi.Planning.Habit>> People()
    {
        var people = Enumerable.Range(0, 10).Select(_ => A.User()).ToList();
        var habits = people.ConvertAll(person => A.Habit(person));
        foreach (var person in people)
            person.Settings = new UserSettings { DailyCap = int.MaxValue };
        habits.ForEach(habit => habit.Active = false);
        await database.Save([.. people, .. people.Select(A.Conversation), .. habits]);
        return habits;
    }

    private Task Add(List<Aimi.Planning.Habit> habits, int round)
    {
        var now = TimeProvider.System.GetUtcNow();
        return database.Save(Enumerable.Range(0, PerRound).Select(
            i => A.Due(habits[i % habits.Count], now, Channels[i % Channels.Length], $"{round}.{i}", (round * PerRound) + i)));
    }

    private AimiProgram Serve()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Database"] = database.ConnectionString ?? "",
            ["AIMI__Redis"] = "",

            // Started often, and not for long.
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_gcServer"] = "0",
        };
        return AimiProgram.Run(settings, "serve", "--port", "0", "--data", database.DataFolder);
    }
}
