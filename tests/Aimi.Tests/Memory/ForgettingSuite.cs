using Aimi.Accounts;
using Aimi.Memory;
using Aimi.Memory.Forgetting;
using Aimi.Sessions.Summaries;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions.Summaries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aimi.Tests.Memory;

public sealed class ForgettingOnPostgres(PostgresDatabase database) : ForgettingSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ForgettingOnSqlite(SqliteDatabase database) : ForgettingSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What is forgotten is looked for everywhere, and is nowhere.</summary>
public abstract class ForgettingSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly Talking _talking = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _talking.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("ru", "Сегодня был хороший день. Я живу в Казани. Погода чудесная!", "Казан", "home", "Погода")]
    [InlineData("en", "It was a good day. I live in Kazan. The weather is lovely!", "Kazan", "home", "weather")]
    public async Task A_forgotten_memory_is_in_no_table_and_the_rest_stays(string locale, string said, string trace, string subject, string rest)
    {
        var (person, other) = (await _talking.Person(locale), await _talking.Person(locale));
        foreach (var one in new[] { person, other })
        {
            await _talking.Session(one, said);
            await _talking.Session(one, said.ToUpperInvariant());
        }

        await _talking.Summarise();
        var before = await Traces(other, trace);
        Assert.True(await Traces(person, trace) > 5, "the test would find nothing anyway");
        var home = await _talking.Read(context => context.MemoryVectors.SingleAsync(memory => memory.UserId == person.Id && memory.Subject == subject, Stop));

        var receipt = await _talking.Do(scope => scope.GetRequiredService<MemoryForgetting>().Forget(person.Id, home.Id, Stop));

        Assert.True(receipt!.Verified);
        Assert.Equal(2, receipt.Removed.Messages);
        Assert.True(receipt.Removed is { Memories: > 1, Vectors: > 1, Summaries: > 0, Portrait: > 0 });
        Assert.Equal(0, await Traces(person, trace));
        Assert.Equal(before, await Traces(other, trace));
        var messages = await _talking.Read(context => context.ChatMessages.Where(message => message.UserId == person.Id).OrderBy(message => message.Seq).ToListAsync(Stop));
        Assert.Contains(rest, messages[0].Text, StringComparison.OrdinalIgnoreCase);
        Assert.True(messages[0].Metadata.Forgotten);
        Assert.Null(messages[1].Metadata.Forgotten);
    }

    [Fact]
    public async Task What_was_forgotten_is_not_learned_again_from_what_was_said_before_and_is_when_it_is_said_anew()
    {
        var person = await _talking.Person();
        await _talking.Session(person, "Я живу в Казани");
        var receipt = await _talking.Do(scope => scope.GetRequiredService<MemoryForgetting>().Forget(person.Id, "я живу в Казани", Stop));
        Assert.Equal(1, receipt!.Removed.Messages);

        // The session waited to be summarised.
        await _talking.Summarise();
        Assert.Equal(0, await Traces(person, "Казан"));

        // A memory of before, as an import or a restored queue would bring it.
        var old = new NewMemory(
            MemoryType.Fact, "home", "Я живу в Казани", null, null, [1], 0.8, database.Time.GetUtcNow().AddDays(-1), new MemoryMetadata(), null, "");
        Assert.Empty(await Learn(person, old));

        database.Time.Advance(TimeSpan.FromMinutes(1));
        await _talking.Session(person, "Я живу в Казани");
        await _talking.Summarise();
        Assert.True(await Traces(person, "Казан") > 0);
    }

    [Fact]
    public async Task What_is_forgotten_while_its_session_is_summarised_does_not_come_back()
    {
        var rules = new Held(new RuleSummarizer());
        await using var slow = new Talking(database, services => services.Replace(ServiceDescriptor.Singleton<ISummarizer>(rules)));
        var person = await _talking.Person();
        await _talking.Session(person, "Я живу в Казани. Меня зовут Марина.");
        var working = slow.Summarise();
        await rules.Read.Task;

        await _talking.Do(scope => scope.GetRequiredService<MemoryForgetting>().Forget(person.Id, "я живу в Казани", Stop));
        rules.Go.SetResult();
        await working;
        await slow.Summarise();

        Assert.Equal(0, await Traces(person, "Казан"));
        Assert.True(await Traces(person, "Марин") > 0);
        var session = await _talking.Read(context => context.SessionSummaries.SingleAsync(row => row.UserId == person.Id, Stop));
        Assert.Equal((Aimi.Sessions.SummaryStatus.Done, 1), (session.Status, session.Attempts));
    }

    [Fact]
    public async Task Former_versions_go_too_and_what_took_their_place_stays()
    {
        var person = await _talking.Person();
        await _talking.Session(person, "Я живу в Казани");
        await _talking.Summarise();
        database.Time.Advance(TimeSpan.FromDays(1));
        await _talking.Session(person, "Теперь я живу в Перми");
        await _talking.Summarise();

        await _talking.Do(scope => scope.GetRequiredService<MemoryForgetting>().Forget(person.Id, "я живу в Казани", Stop));

        Assert.Equal(0, await Traces(person, "Казан"));
        Assert.True(await Traces(person, "Перм") > 0);
    }

    [Fact]
    public async Task Words_that_name_nothing_forget_nothing()
    {
        var person = await _talking.Person();
        await _talking.Session(person, "Я живу в Казани");
        await _talking.Summarise();

        Assert.Null(await _talking.Do(scope => scope.GetRequiredService<MemoryForgetting>().Forget(person.Id, "это", Stop)));
        Assert.Null(await _talking.Do(scope => scope.GetRequiredService<MemoryForgetting>().Forget(person.Id, Guid.CreateVersion7(), Stop)));
        Assert.True(await Traces(person, "Казан") > 0);
    }

    private Task<IReadOnlyList<MemoryVector>> Learn(User person, NewMemory memory) =>
        _talking.Do(async scope =>
        {
            var context = scope.GetRequiredService<Aimi.Data.AimiDbContext>();
            await using var transaction = await context.Database.BeginTransactionAsync(Stop);
            await context.LockPerson(person.Id, Stop);
            var learned = await scope.GetRequiredService<Memories>().Learn(person.Id, [memory], Stop);
            await transaction.CommitAsync(Stop);
            return learned;
        });

    /// <summary>In how many cells of all tables a person's rows hold a text, whatever its case.</summary>
    private async Task<int> Traces(User person, string text)
    {
        await using var context = database.Open();

        // As Aimi, to the end of the transaction: what is asked beside EF Core does not say itself for whom it is.
        await using var transaction = await context.Database.BeginTransactionAsync(Stop);
        await context.Database.ExecuteSqlRawAsync("SELECT 1", Stop);
        var found = 0;
        foreach (var entity in context.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null && entity.FindProperty("UserId") is not null))
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = transaction.GetDbTransaction();
            command.CommandText = $"SELECT * FROM {entity.GetTableName()} WHERE lower(CAST(user_id AS text)) = '{person.Id}'";
            await using var rows = await command.ExecuteReaderAsync(Stop);
            while (await rows.ReadAsync(Stop))
            {
                for (var column = 0; column < rows.FieldCount; column++)
                {
                    if (!await rows.IsDBNullAsync(column, Stop) && rows.GetValue(column) is var value && Shown(value).Contains(text, StringComparison.OrdinalIgnoreCase))
                        found++;
                }
            }
        }

        return found;

        static string Shown(object value) => value switch
        {
            string word => word,
            string[] words => string.Join(' ', words),
            NpgsqlTypes.NpgsqlTsVector words => words.ToString(),
            _ => "",
        };
    }

    private sealed class Held(ISummarizer inner) : ISummarizer
    {
        public TaskCompletionSource Read { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<SessionDigest> Summarize(SessionTranscript session, CancellationToken cancellationToken)
        {
            var digest = await inner.Summarize(session, cancellationToken);
            Read.TrySetResult();
            await Go.Task.WaitAsync(cancellationToken);
            return digest;
        }
    }
}
