using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Aimi.Accounts;
using Aimi.Messages;
using Aimi.Reminders;
using Aimi.Tests.Assistant;
using Aimi.Tests.Conversations;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Reminders.Channels;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Hosting.Stopping;

public sealed class StopUnderLoadOnSqliteTests(SqliteDatabase database) : StopUnderLoadSuite(database, redis: "", replicas: 1), IClassFixture<SqliteDatabase>;

public sealed class StopUnderLoadOnServersTests(PostgresDatabase database)
    : StopUnderLoadSuite(database, SharedRedis.Address, replicas: 2), IClassFixture<PostgresDatabase>;

/// <summary>
/// People talk and reminders fall due while every process is stopped and another takes its place, at any moment, in two ways: all at once, and one after the other while the next
/// serves already, on one file too. Everybody goes on where they were.
/// </summary>
public abstract class StopUnderLoadSuite(TestDatabase database, string redis, int replicas)
{
    private const int Rounds = 4;
    private const int Talkers = 16;
    private const int Listeners = 4;

    /// <summary>The latest stop after a start, in things that were sent and heard: a few seconds.</summary>
    private const int LastMoment = 200;

    private static readonly string[] Channels = [ReminderChannels.Log, ReminderChannels.Notification, ReminderChannels.AssistantMessage, ReminderChannels.Webhook];

    private readonly StoppingStack _stack = new(database, redis);
    private readonly Front _front = new();
    private readonly List<(AimiProgram Program, Uri Address)> _serving = [];
    private readonly ConcurrentQueue<string> _webhooks = [];
    private TaskCompletionSource? _moment;
    private int _left;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whenever_it_is_stopped_nothing_is_lost_nothing_is_doubled_and_nothing_is_left_claimed()
    {
        var seed = Environment.GetEnvironmentVariable("AIMI_TEST_SEED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper!.WriteLine($"AIMI_TEST_SEED={seed}");
        var random = new Random(seed);
        await using var model = await StubLlm.Start();
        model.Answer = SlowModel;
        await using var receiver = await WebhookReceiver.Start(async context =>
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(100), context.RequestAborted);
            _webhooks.Enqueue(context.Request.Headers["webhook-id"].ToString());
        });
        List<TokenHolder> people = [];
        while (people.Count < Talkers + Listeners)
            people.Add(await TokenHolder.Create(database, user => user.Settings = DueReminders.Settings(receiver.Url)));

        var enough = new TaskCompletionSource();
        var talkers = people.ConvertAll(person => new Talker(person, _front, Heard));
        List<Task> talking =
        [
            .. talkers.Take(Talkers / 2).Select(talker => Task.Run(() => talker.OverHttp(enough.Task), Stop)),
            .. talkers.Skip(Talkers / 2).Take(Talkers / 2).Select(talker => Task.Run(() => talker.OverSocket(enough.Task), Stop)),
        ];
        var listening = talkers.Skip(Talkers).Select(talker => Task.Run(talker.Listen, Stop)).ToList();
        var reminders = new DueReminders(database);
        try
        {
            await Start(model.Url, replicas);
            for (var round = 0; round < Rounds; round++)
            {
                await reminders.Add([.. people.Select(person => person.User), .. people.Select(person => person.User), .. people.Select(person => person.User)], Channels);
                await Moment(random.Next(1, LastMoment), talking);
                await (round % 2 == 0 ? Replace(model.Url) : Roll(model.Url));
            }

            enough.SetResult();
            await Task.WhenAll(talking).WaitAsync(Patience.Longest, Stop);
            await Told();
            _front.Over();
            await StopAll();
            await Task.WhenAll(listening).WaitAsync(Patience.Longest, Stop);
        }
        finally
        {
            foreach (var (program, _) in _serving)
                await program.DisposeAsync();
        }

        Assert.All(talkers, talker => Assert.All(talker.Closed, code => Assert.Equal(1001, code)));
        Assert.All(talkers.Skip(Talkers / 2), talker => Assert.NotEmpty(talker.Closed));
        await VerifyMessages(talkers);
        await VerifyReminders();
        TestContext.Current.TestOutputHelper.WriteLine($"{talkers.Sum(talker => talker.Sent.Count)} messages, {talkers.Sum(talker => talker.Closed.Count)} sockets closed.");
    }

    private static async Task SlowModel(Microsoft.AspNetCore.Http.HttpContext context)
    {
        for (var piece = 0; piece < 4; piece++)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32(200), context.RequestAborted);
            await StubLlm.Piece(context, $"Часть {piece}. ");
        }

        await StubLlm.Finish(context);
    }

    private async Task Start(Uri model, int count)
    {
        var programs = Enumerable.Range(0, count).Select(_ => _stack.Serve(model)).ToList();
        foreach (var program in programs)
        {
            var address = await program.Listening();
            _serving.Add((program, address));
            _front.Add(address);
        }
    }

    /// <summary>All at once: nobody is left to take anything over.</summary>
    private async Task Replace(Uri model)
    {
        await StopAll();
        await Start(model, replicas);
    }

    /// <summary>One after the other, each once another serves in its place.</summary>
    private async Task Roll(Uri model)
    {
        foreach (var old in _serving.ToList())
        {
            await Start(model, count: 1);
            await End(old);
        }
    }

    private async Task StopAll()
    {
        await Task.WhenAll(_serving.ToList().Select(End));
        await _stack.NothingIsClaimed();
    }

    private async Task End((AimiProgram Program, Uri Address) replica)
    {
        _front.Stops(replica.Address);
        replica.Program.Signal("TERM");
        Assert.Equal(0, await replica.Program.Ended());
        Assert.EndsWith("Aimi has stopped.", replica.Program.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", replica.Program.Said, StringComparison.Ordinal);
        lock (_serving)
            _serving.Remove(replica);
        await replica.Program.DisposeAsync();
    }

    private void Heard()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _moment?.TrySetResult();
    }

    private async Task Moment(int moment, List<Task> talking)
    {
        var reached = _moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _left, moment);

        // None ends before it is enough: one that did has failed.
        var first = await Task.WhenAny([reached.Task, .. talking]).WaitAsync(Patience.Longest, Stop);
        await first;
    }

    /// <summary>Waits until every reminder is told.</summary>
    private async Task Told()
    {
        await using var context = database.Open();
        await Patience.Until(async () => !await context.Reminders.AnyAsync(row => row.Kind == ReminderKind.Habit && row.Status != ReminderStatus.Sent, Stop));
    }

    private async Task VerifyMessages(List<Talker> talkers)
    {
        await using var context = database.Open();
        foreach (var talker in talkers)
        {
            var stored = await context.ChatMessages.AsNoTracking().Where(message => message.UserId == talker.Person.Id).OrderBy(message => message.Seq).ToListAsync(Stop);
            Assert.Equal(Enumerable.Range(1, stored.Count).Select(seq => (long)seq), stored.Select(message => message.Seq));
            var questions = stored.Where(message => message.Role == MessageRole.User).ToList();
            var replies = stored.Where(message => message.ReplyTo is not null).ToDictionary(reply => reply.ReplyTo!.Value);
            Assert.Equal(talker.Sent.Count, replies.Count);
            Assert.Equal(
                talker.Sent.Select(sent => (sent.ClientMessageId, sent.Text, sent.Question)),
                questions.Select(question => (question.ClientMessageId!.Value, question.Text, (Acknowledged?)new Acknowledged(question.Id, question.Seq))));
            Assert.Equal(
                talker.Sent.Select(sent => sent.Reply),
                questions.Select(question => replies[question.Id]).Select(reply => new Acknowledged(reply.Id, reply.Seq)));
        }
    }

    private async Task VerifyReminders()
    {
        await using var context = database.Open();
        var reminders = await context.Reminders.AsNoTracking().Where(row => row.Kind == ReminderKind.Habit).ToListAsync(Stop);
        Assert.Equal(Rounds * 3 * (Talkers + Listeners), reminders.Count);
        var logs = await context.ReminderLogs.AsNoTracking().ToListAsync(Stop);
        Assert.Equal(reminders.Select(reminder => (reminder.Id, DeliveryStatus.Sent)).Order(), logs.Select(log => (log.ReminderId, log.Status)).Order());
        var said = await context.ChatMessages.AsNoTracking().Where(message => message.Role == MessageRole.Assistant && message.ReplyTo == null).ToListAsync(Stop);
        Assert.Equal(Through(ReminderChannels.AssistantMessage).Select(reminder => reminder.Id).Order(), said.Select(message => message.Metadata.Entity!.ReminderId!.Value).Order());
        var notified = await context.Notifications.AsNoTracking().Where(row => row.EntityType == "habit").Select(row => row.Title).ToListAsync(Stop);
        Assert.Equal(Through(ReminderChannels.Notification).Select(reminder => reminder.Payload.Title).Order(StringComparer.Ordinal), notified.Order(StringComparer.Ordinal));
        Assert.Equal(Through(ReminderChannels.Webhook).Select(reminder => reminder.DedupeKey).Order(StringComparer.Ordinal), _webhooks.Order(StringComparer.Ordinal));

        IEnumerable<Reminder> Through(string channel) => reminders.Where(reminder => reminder.Channel == channel);
    }
}
