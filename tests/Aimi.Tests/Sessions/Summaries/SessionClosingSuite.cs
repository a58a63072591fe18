using System.Diagnostics.Metrics;
using Aimi.Memory;
using Aimi.Sessions;
using Aimi.Sessions.Summaries;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Sessions.Summaries;

public sealed class SessionClosingOnPostgres(PostgresDatabase database) : SessionClosingSuite(database), IClassFixture<PostgresDatabase>;

public sealed class SessionClosingOnSqlite(SqliteDatabase database) : SessionClosingSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What a session leaves, once, whatever happens on the way.</summary>
public abstract class SessionClosingSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly Talking _talking = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // What other tests left to be done is done: each finds only what is its own.
    public async ValueTask InitializeAsync() => await _talking.Summarise();

    public async ValueTask DisposeAsync()
    {
        await _talking.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_session_leaves_a_summary_facts_memories_and_a_portrait()
    {
        var person = await _talking.Person();
        var session = await _talking.Session(person, "Меня зовут Марина. Я живу в Казани.", "Я хочу выучить испанский язык к лету");

        await _talking.Summarise();

        var summary = await Session(person, session);
        Assert.Equal((SummaryStatus.Done, "rules", "ru", 1), (summary.Status, summary.Generator, summary.Language, summary.Attempts));
        Assert.Null(summary.LeaseToken);
        Assert.Contains(summary.Facts!, fact => fact.Subject == "home" && fact.Seqs.SequenceEqual([1L]));
        Assert.NotEqual("", summary.Summary);

        var memories = await Memories(person);
        var home = Assert.Single(memories, memory => memory.Subject == "home");
        Assert.True(home.IsActive);
        Assert.Contains("Казан", home.Content, StringComparison.Ordinal);
        Assert.Equal((session, MemoryType.Fact), (home.SourceSessionId, home.EntityType));
        Assert.NotNull(home.Embedding);
        Assert.Contains(memories, memory => memory.EntityType == MemoryType.Summary);
        Assert.Equal([1L, 3], memories.Where(memory => memory.EntityType == MemoryType.Message).Select(memory => memory.SourceSeqs.Single()).Order());

        var portrait = await _talking.Read(context => context.UserStates.SingleAsync(state => state.UserId == person.Id, Stop));
        Assert.Equal((summary.Summary, session), (portrait.LastSummary, portrait.LastSummarySessionId));
        Assert.Contains(portrait.Traits, trait => trait.Name == "home" && trait.MemoryId == home.Id && trait.Seqs!.SequenceEqual([1L]));
    }

    [Fact]
    public async Task What_is_said_otherwise_takes_the_place_of_what_was_known()
    {
        var person = await _talking.Person();
        var before = await _talking.Session(person, "Я живу в Казани");
        await _talking.Summarise();
        database.Time.Advance(TimeSpan.FromDays(40));
        await _talking.Session(person, "Я теперь живу в Перми");
        await _talking.Summarise();

        var homes = (await Memories(person)).Where(memory => memory.Subject == "home").ToList();
        var now = Assert.Single(homes, memory => memory.IsActive);
        Assert.Contains("Перм", now.Content, StringComparison.Ordinal);
        var former = Assert.Single(homes, memory => !memory.IsActive);
        Assert.Equal((now.Id, now.ValidFrom, before), (former.SupersededBy, former.ValidTo, former.SourceSessionId));
    }

    [Fact]
    public async Task What_is_said_again_is_one_memory_and_stronger()
    {
        var person = await _talking.Person();
        await _talking.Session(person, "Я живу в Казани");
        await _talking.Summarise();
        var once = Assert.Single(await Memories(person), memory => memory.Subject == "home");
        await _talking.Session(person, "я живу в казани!");
        await _talking.Summarise();

        var twice = Assert.Single(await Memories(person), memory => memory.Subject == "home");
        Assert.Equal(once.Id, twice.Id);
        Assert.Equal((2, true), (twice.Mentions, twice.Importance > once.Importance));
        Assert.Equal([1L, 3], twice.SourceSeqs);
    }

    [Fact]
    public async Task Chatter_leaves_a_bounded_memory()
    {
        var person = await _talking.Person();
        for (var i = 0; i < 20; i++)
            await _talking.Session(person, "привет", "как дела", "нормально", "я очень люблю чёрный кофе", "ок", "ну ладно");

        await _talking.Summarise();

        var memories = await Memories(person);
        Assert.InRange(memories.Count, 1, 8);
        Assert.All(memories, memory => Assert.InRange(memory.SourceSeqs.Length, 1, MemoryVector.MaxSources));
    }

    [Fact]
    public async Task Two_workers_at_once_summarise_a_session_once()
    {
        await using var other = new Talking(database);
        var person = await _talking.Person();
        for (var i = 0; i < 12; i++)
            await _talking.Session(person, $"Я живу в Казани, дом {i}");

        await Task.WhenAll(_talking.Summarise(), other.Summarise());
        await _talking.Summarise();

        var sessions = await _talking.Read(context => context.SessionSummaries.Where(row => row.UserId == person.Id).ToListAsync(Stop));
        Assert.All(sessions, session => Assert.Equal((SummaryStatus.Done, 1), (session.Status, session.Attempts)));
        Assert.Single(await Memories(person), memory => memory is { Subject: "home", IsActive: true });
    }

    [Fact]
    public async Task A_worker_that_overslept_its_lease_changes_nothing()
    {
        var slow = new Gate();
        await using var sleeper = new Talking(database, services => services.Replace(ServiceDescriptor.Singleton<ISummarizer>(slow)));
        var person = await _talking.Person();
        var session = await _talking.Session(person, "Я живу в Казани");
        var sleeping = sleeper.Summarise();
        await slow.Asked.Task;

        database.Time.Advance(TimeSpan.FromMinutes(10));
        await _talking.Summarise();
        slow.Go.SetResult();
        await sleeping;

        var summary = await Session(person, session);
        Assert.Equal((SummaryStatus.Done, "rules", 2), (summary.Status, summary.Generator, summary.Attempts));
        Assert.DoesNotContain(await Memories(person), memory => memory.Content == "Not to be seen");
    }

    [Fact]
    public async Task A_poisonous_session_is_given_up_after_five_attempts_holds_up_no_other_and_can_be_tried_again()
    {
        var poison = new Poison("яд");
        await using var talking = new Talking(database, services => services.Replace(ServiceDescriptor.Singleton<ISummarizer>(poison)));
        using var measured = new Measurements(talking.Services.GetRequiredService<IMeterFactory>());
        var person = await talking.Person();
        var bad = await talking.Session(person, "яд");
        var good = await talking.Session(person, "Я живу в Казани");

        for (var attempt = 1; attempt <= 6; attempt++)
        {
            await talking.Summarise();
            database.Time.Advance(TimeSpan.FromHours(2));
        }

        var failed = await Session(person, bad);
        Assert.Equal((SummaryStatus.Failed, 5, "InvalidOperationException"), (failed.Status, failed.Attempts, failed.LastError));
        Assert.Equal(SummaryStatus.Done, (await Session(person, good)).Status);

        poison.Antidote = true;
        Assert.Equal(1, await talking.Do(scope => scope.GetRequiredService<SummaryQueue>().Retry(person.Id, bad, Stop)));
        await talking.Summarise();
        Assert.Equal((SummaryStatus.Done, 1), ((await Session(person, bad)).Status, (await Session(person, bad)).Attempts));
        Assert.Equal(["1 outcome=failed", "2 outcome=done", "4 outcome=retried"], measured.Counted("aimi.summarization.finished"));
    }

    [Fact]
    public async Task A_run_comes_to_its_end_however_long_the_models_take_and_says_that_there_is_more()
    {
        await using var talking = new Talking(database, services => services.Replace(ServiceDescriptor.Singleton<ISummarizer>(new Slow(database.Time))));
        var person = await talking.Person();
        for (var i = 0; i < 5; i++)
            await talking.Session(person, "Я живу в Казани");

        Assert.True(await talking.Do(scope => scope.GetRequiredService<SessionSummaryWorker>().RunOnce(Stop)));
        Assert.Equal(2, await Done());

        await talking.Summarise();
        Assert.Equal(5, await Done());

        Task<int> Done() => _talking.Read(context => context.SessionSummaries.CountAsync(row => row.UserId == person.Id && row.Status == SummaryStatus.Done, Stop));
    }

    [Fact]
    public async Task A_session_that_fails_while_the_process_stops_waits_for_no_lease()
    {
        using var stopping = new CancellationTokenSource();
        await using var talking = new Talking(database, services => services
            .Replace(ServiceDescriptor.Singleton<ISummarizer>(new Poison("яд")))
            .AddSingleton<ILogger<SessionSummaryWorker>>(new Listener(stopping.Cancel)));
        var person = await talking.Person();
        var session = await talking.Session(person, "яд");

        await Record.ExceptionAsync(() => talking.Do(scope => scope.GetRequiredService<SessionSummaryWorker>().RunOnce(stopping.Token)));

        Assert.True(stopping.IsCancellationRequested);
        var failed = await Session(person, session);
        Assert.Equal(("InvalidOperationException", database.Time.GetUtcNow().AddSeconds(5)), (failed.LastError, failed.LockedUntil));

        // Nothing of it is left to the other tests.
        database.Time.Advance(TimeSpan.FromSeconds(10));
        await _talking.Summarise();
        Assert.Equal(SummaryStatus.Done, (await Session(person, session)).Status);
    }

    [Fact]
    public async Task Sessions_that_timed_out_end_by_themselves_once_and_later_messages_begin_the_next()
    {
        var (silent, talkative) = (await _talking.Person(), await _talking.Person());
        await _talking.Say(silent, "Я живу в Казани");
        database.Time.Advance(TimeSpan.FromMinutes(9));
        await _talking.Say(talkative, "Привет");
        database.Time.Advance(TimeSpan.FromMinutes(1));
        var messages = _talking.Services.GetRequiredService<Aimi.Messages.IMessageStore>();

        var ended = await Task.WhenAll(messages.EndTimedOut(100, Stop), messages.EndTimedOut(100, Stop));

        var over = Assert.Single(ended.SelectMany(some => some), one => one.UserId == silent.Id || one.UserId == talkative.Id);
        Assert.Equal((silent.Id, Aimi.Messages.SessionEndReason.Timeout), (over.UserId, over.Ended.Reason));
        await _talking.Say(silent, "Я вернулась");
        Assert.Equal(2, await _talking.Read(context => context.ChatMessages.Where(row => row.UserId == silent.Id).Select(row => row.SessionId).Distinct().CountAsync(Stop)));
        var summary = await Session(silent, over.Ended.SessionId);
        Assert.Equal((SummaryStatus.Pending, 2), (summary.Status, summary.MessageCount));
    }

    [Fact]
    public async Task A_message_at_the_very_moment_of_the_timeout_belongs_to_one_session_and_each_session_ends_once()
    {
        var people = new List<Aimi.Accounts.User>();
        for (var i = 0; i < 12; i++)
        {
            people.Add(await _talking.Person());
            await _talking.Say(people[i], "Привет");
        }

        database.Time.Advance(TimeSpan.FromMinutes(10));
        var messages = _talking.Services.GetRequiredService<Aimi.Messages.IMessageStore>();
        await Task.WhenAll([
            .. people.Select(person => _talking.Say(person, "Я живу в Казани")),
            .. Enumerable.Range(0, 4).Select(_ => messages.EndTimedOut(100, Stop)),
            .. people.Take(4).Select(person => messages.End(person.Id, Aimi.Messages.SessionEndReason.Command, Stop)),
        ]);

        foreach (var person in people)
        {
            var said = await _talking.Read(context => context.ChatMessages.Where(row => row.UserId == person.Id).OrderBy(row => row.Seq).ToListAsync(Stop));
            var ended = await _talking.Read(context => context.SessionSummaries.Where(row => row.UserId == person.Id).ToListAsync(Stop));
            var open = await _talking.Read(context => context.Conversations.Where(row => row.UserId == person.Id).Select(row => row.OpenSessionId).SingleAsync(Stop));
            Assert.Equal([1L, 2, 3, 4], said.Select(message => message.Seq));
            Assert.Equal(said[0].SessionId, said[1].SessionId);
            Assert.NotEqual(said[1].SessionId, said[2].SessionId);

            // Every session is over with one summary, or open; the summary counts the messages that the session has.
            Assert.Equal(
                said.Select(message => message.SessionId).Distinct().Order(),
                ended.Select(session => session.Id).Concat(open is { } id ? [id] : []).Order());
            Assert.All(ended, session => Assert.Equal(said.Count(message => message.SessionId == session.Id), session.MessageCount));
            Assert.Equal(Aimi.Messages.SessionEndReason.Timeout, ended.Single(session => session.Id == said[0].SessionId).Reason);
        }
    }

    private Task<SessionSummary> Session(Aimi.Accounts.User person, Guid id) =>
        _talking.Read(context => context.SessionSummaries.AsNoTracking().SingleAsync(session => session.UserId == person.Id && session.Id == id, Stop));

    private Task<List<MemoryVector>> Memories(Aimi.Accounts.User person) =>
        _talking.Read(context => context.MemoryVectors.AsNoTracking().Where(memory => memory.UserId == person.Id).ToListAsync(Stop));

    private sealed class Gate : ISummarizer
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Go.Task.WaitAsync(cancellationToken);
            return new SessionDigest { Generator = "test", Summary = "Not to be seen", Language = "en" };
        }
    }

    /// <summary>Hears when the worker logs that a session failed.</summary>
    private sealed class Listener(Action failed) : ILogger<SessionSummaryWorker>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => failed();
    }

    private sealed class Slow(Microsoft.Extensions.Time.Testing.FakeTimeProvider time) : ISummarizer
    {
        public Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult(new SessionDigest { Generator = "test", Summary = "", Language = "ru" });
        }
    }

    private sealed class Poison(string word) : ISummarizer
    {
        public bool Antidote { get; set; }

        public Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken) =>
            !Antidote && session.Messages.Any(message => message.Text == word)
                ? throw new InvalidOperationException("It is poisoned.")
                : Task.FromResult(new SessionDigest { Generator = "test", Summary = "", Language = "ru" });
    }
}
