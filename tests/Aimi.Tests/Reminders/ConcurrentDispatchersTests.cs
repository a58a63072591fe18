using Aimi.Messages;
using Aimi.Reminders;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Aimi.Tests.Reminders;

/// <summary>Several processes on one queue, and one that falls asleep in the middle.</summary>
public sealed class ConcurrentDispatchersTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const int Many = 20_000;

    private readonly Queue _queue = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _queue.Empty();

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    [Fact]
    public async Task Three_at_once_tell_each_of_twenty_thousand_once()
    {
        await Fill();
        var processes = Enumerable.Range(0, 3).Select(_ => _queue.Process()).ToList();

        await Task.WhenAll(processes.Select(process => Task.Run(() => _queue.Drain(process), Stop)));
        await _queue.Drain(processes[0]);

        Assert.Equal(Many, await _queue.Read(context => context.Reminders.CountAsync(row => row.Status == ReminderStatus.Sent && row.Attempts == 1, Stop)));
        Assert.Equal(Many, await _queue.Read(context => context.ReminderLogs.CountAsync(row => row.Status == DeliveryStatus.Sent, Stop)));
        Assert.Equal(Many / 2, await _queue.Read(context => context.Notifications.CountAsync(Stop)));
        Assert.Equal(Many / 4, await _queue.Read(context => context.ChatMessages.CountAsync(Stop)));

        // Numbered without a gap, whichever process said them.
        var heads = await _queue.Read(context => context.Conversations.Select(head => new
        {
            head.LastSeq,
            Messages = context.ChatMessages.Count(message => message.UserId == head.UserId),
            Largest = context.ChatMessages.Where(message => message.UserId == head.UserId).Max(message => (long?)message.Seq),
        }).ToListAsync(Stop));
        Assert.All(heads, head => Assert.Equal((head.LastSeq, (int)head.LastSeq), (head.Largest ?? 0, head.Messages)));
    }

    [Fact]
    public async Task One_that_falls_asleep_in_its_transaction_loses_it_and_changes_nothing_when_it_wakes()
    {
        var person = await _queue.Person();
        var reminder = await _queue.Add(person, channel: "assistant_message");

        var outside = await _queue.Add(person, channel: "pigeon");
        using var asleep = new SemaphoreSlim(0);
        using var wake = new SemaphoreSlim(0);
        var sleepy = new SleepyStore(asleep, wake);
        var process = _queue.Process(services => Replace(services, sleepy));
        sleepy.Inner = new Lazy<IMessageStore>(() => sleepy.Make!(process));
        var sleeper = Task.Run(() => Queue.Tick<ReminderDispatcher>(process), Stop);
        Assert.True(await asleep.WaitAsync(Patience.Longest, Stop));
        Assert.Equal("30s", sleepy.Patience);

        // What the server does after those thirty seconds.
        await PostgresServer.Execute($"SELECT pg_terminate_backend({sleepy.Backend})");
        await _queue.Drain(_queue.Process());
        wake.Release();
        await Assert.ThrowsAnyAsync<Exception>(() => sleeper);

        Assert.Equal(DeliveryStatus.Sent, Assert.Single(await _queue.Log(reminder)).Status);
        Assert.Equal("no_address", Assert.Single(await _queue.Log(outside)).Response.Code);
        Assert.Equal(1, await _queue.Read(context => context.ChatMessages.CountAsync(message => message.UserId == person.Id, Stop)));
    }

    [Fact]
    public async Task Lanes_have_their_own_people_each_and_all_of_them_together()
    {
        await Fill();
        var process = _queue.Process();
        var queue = process.GetRequiredService<IReminderQueue>();
        var lanes = new List<HashSet<Guid>>();
        for (var lane = 0; lane < 3; lane++)
        {
            await using var scope = process.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<Aimi.Data.AimiDbContext>();
            await using var transaction = await context.Database.BeginTransactionAsync(Stop);
            var taken = await queue.Claim(context, new ChannelSide(Outside: false, []), new PeopleShare(lane, 3), Many, _queue.Now, Stop);
            lanes.Add([.. taken.Select(due => due.Reminder.UserId)]);
            Assert.Equal(lanes[lane].Count * (Many / 100), taken.Count);
        }

        Assert.Equal(100, lanes.Sum(people => people.Count));
        Assert.Equal(100, lanes.SelectMany(people => people).Distinct().Count());
        Assert.All(lanes, people => Assert.InRange(people.Count, 10, 60));
    }

    private static void Replace(IServiceCollection services, SleepyStore sleepy)
    {
        var real = services.Last(service => service.ServiceType == typeof(IMessageStore));
        services.Remove(real);
        services.Add(new ServiceDescriptor(typeof(IMessageStore), sleepy));
        sleepy.Make = provider => (IMessageStore)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!);
    }

    /// <summary>A hundred people, half of the reminders as notifications, a quarter as messages.</summary>
    private Task<int> Fill() => _queue.Read(context => context.Database.ExecuteSqlAsync(
        $$"""
        INSERT INTO users (id, display_name, timezone, locale, settings, profile, created_at, updated_at)
            SELECT gen_random_uuid(), 'Анна', 'Europe/Moscow', 'ru', '{"daily_cap": 1000000}', '{}', {{_queue.Now}}, {{_queue.Now}} FROM generate_series(1, 100);
        INSERT INTO conversations (user_id, last_seq, read_seq, session_count) SELECT id, 0, 0, 0 FROM users;
        INSERT INTO habits (user_id, id, name, frequency, starts_on, intensity, active, metadata, version, created_at, updated_at)
            SELECT id, gen_random_uuid(), 'Слова', 'FREQ=DAILY', '2026-03-01', 3, true, '{}', 1, {{_queue.Now}}, {{_queue.Now}} FROM users;
        INSERT INTO reminder_queue
            (user_id, id, kind, habit_id, occurrence_at, trigger_at, "offset", channel, status, attempts, dedupe_key, payload, created_at, updated_at)
        SELECT user_id, gen_random_uuid(), 'habit', id, {{_queue.Now}} + n * interval '1 second', {{_queue.Now}} - n * interval '1 millisecond', 0,
               (ARRAY ['log', 'notification', 'assistant_message', 'notification'])[1 + n % 4], 'scheduled', 0, gen_random_uuid()::text, '{"title": "Слова"}',
               {{_queue.Now}}, {{_queue.Now}}
        FROM habits, generate_series(1, {{Many / 100}}) n
        """,
        Stop));

    /// <summary>Says messages as ever, but falls asleep before, with the transaction open and all else of it written.</summary>
    private sealed class SleepyStore(SemaphoreSlim asleep, SemaphoreSlim wake) : IMessageStore
    {
        public Func<IServiceProvider, IMessageStore>? Make { get; set; }

        public Lazy<IMessageStore> Inner { get; set; } = null!;

        public int Backend { get; private set; }

        public string? Patience { get; private set; }

        public int Lanes => Inner.Value.Lanes;

        public async Task<IReadOnlyList<StoreOutcome>> Say(Aimi.Data.AimiDbContext context, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
        {
            var connection = (NpgsqlConnection)context.Database.GetDbConnection();
            Backend = connection.ProcessID;
            await using (var command = new NpgsqlCommand("SHOW idle_in_transaction_session_timeout", connection))
                Patience = (string?)await command.ExecuteScalarAsync(cancellationToken);
            asleep.Release();
            await wake.WaitAsync(cancellationToken);
            return await Inner.Value.Say(context, messages, cancellationToken);
        }

        public Task<IReadOnlyList<StoreOutcome>> Store(Aimi.Data.AimiDbContext context, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken) => Inner.Value.Store(context, batch, cancellationToken);

        public Task<IReadOnlyList<StoreOutcome>> Store(IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken) => Inner.Value.Store(batch, cancellationToken);

        public Task Import(Aimi.Data.AimiDbContext context, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => Inner.Value.Import(context, messages, cancellationToken);

        public Task<SessionEnd?> End(Guid userId, SessionEndReason reason, CancellationToken cancellationToken) => Inner.Value.End(userId, reason, cancellationToken);

        public Task<IReadOnlyList<(Guid UserId, SessionEnd Ended)>> EndTimedOut(int count, CancellationToken cancellationToken) => Inner.Value.EndTimedOut(count, cancellationToken);

        public Task<TurnClaim> ClaimTurn(Guid userId, long seq, bool renew, CancellationToken cancellationToken) => Inner.Value.ClaimTurn(userId, seq, renew, cancellationToken);

        public Task ReleaseTurn(Guid userId, long seq, long? handTo, CancellationToken cancellationToken) => Inner.Value.ReleaseTurn(userId, seq, handTo, cancellationToken);
    }
}
