using Aimi.Accounts;
using Aimi.Assistant.Llm;
using Aimi.Data;
using Aimi.Messages;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Assistant.Llm;

public sealed class DailyBudgetOnPostgres(PostgresDatabase database) : DailyBudgetSuite(database), IClassFixture<PostgresDatabase>;

public sealed class DailyBudgetOnSqlite(SqliteDatabase database) : DailyBudgetSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What a person may use up a day. It is noon in Moscow, where they are.</summary>
public abstract class DailyBudgetSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly User _me = A.User();
    private readonly FakeTimeProvider _time = new(A.Now);
    private StubLlm _stub = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private OnBehalf Me => new(_me.Id, "Europe/Moscow", "ru");

    public async ValueTask InitializeAsync()
    {
        _stub = await StubLlm.Start();
        await database.Save(_me);
    }

    public async ValueTask DisposeAsync()
    {
        await _stub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_is_one_for_all_replicas_and_ends_where_the_person_says_midnight()
    {
        var (here, there) = (Budget(), Budget());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(turn => (turn % 2 == 0 ? here : there).Spend(Me, 200)));
        Assert.True(await here.IsSpent(Me, Cancellation));
        Assert.True(await there.IsSpent(Me, Cancellation));
        Assert.Equal(2000, await Counted());

        // 20:59 UTC is a minute to midnight in Moscow.
        _time.Advance(new TimeSpan(11, 59, 0));
        Assert.True(await here.IsSpent(Me, Cancellation));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await here.IsSpent(Me, Cancellation));
    }

    [Fact]
    public async Task It_is_said_once_a_day_whoever_asks()
    {
        await Budget().Spend(Me, 2000);
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Budget().MayTell(Me, Cancellation))), told => told);
        _time.Advance(TimeSpan.FromDays(1));
        await Budget().Spend(Me, 2000);
        Assert.True(await Budget().MayTell(Me, Cancellation));
    }

    [Fact]
    public async Task Of_each_persons_own_and_of_the_last_month_only()
    {
        var other = A.User();
        await database.Save(other);
        await Budget().Spend(Me, 2000);
        Assert.False(await Budget().IsSpent(Me with { UserId = other.Id }, Cancellation));
        _time.Advance(TimeSpan.FromDays(32));
        await Budget().Spend(Me, 1);
        Assert.Equal(1, await Counted());
    }

    [Fact]
    public async Task It_goes_with_the_person()
    {
        await Budget().Spend(Me, 2000);
        await using var context = database.Open();
        await context.Users.Where(user => user.Id == _me.Id).ExecuteDeleteAsync(Cancellation);
        Assert.Equal(0, await context.Set<LlmUsage>().CountAsync(usage => usage.UserId == _me.Id, Cancellation));
    }

    [Fact]
    public async Task Tokens_of_prompt_and_answer_are_counted_and_those_that_no_server_counted_are_estimated()
    {
        _stub.Next(StubReply.Says("ok").Usage(700, 42));
        await Ask("Привет");
        Assert.Equal(742, await Counted());

        _stub.Next(StubReply.Says(new string('а', 900)).Stops());
        await Assert.ThrowsAsync<LlmException>(() => Ask(new string('б', 300)));
        Assert.Equal(742 + 400, await Counted());
    }

    [Theory]
    [InlineData("Как дела?", "отдыхает до завтра")]
    [InlineData("How are you?", "rests until tomorrow")]
    public async Task When_it_is_spent_the_offline_assistant_goes_on_and_says_so_once(string text, string word)
    {
        _stub.Next(StubReply.Says("ok").Usage(900, 100));
        await Ask(text);
        var first = await Ask(text);
        var second = await Ask(text);
        Assert.Contains(word, first.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain(word, second.Text(), StringComparison.Ordinal);
        Assert.EndsWith(second.Text(), first.Text(), StringComparison.Ordinal);
        Assert.All(first.Concat(second), update => Assert.Equal(new ReplyOrigin("offline", FallbackReason.Budget), ReplyOrigin.Of(update)));
        Assert.Single(_stub.Asked);

        _time.Advance(TimeSpan.FromDays(1));
        _stub.Next(StubReply.Says("A new day"));
        Assert.Equal("A new day", (await Ask(text)).Text());
    }

    [Fact]
    public async Task A_turn_that_began_is_finished()
    {
        _stub.Next(StubReply.Calls("now").Usage(900, 200), StubReply.Says("Noon"));
        var options = Options();
        options.Tools = [AIFunctionFactory.Create(() => "12:00", "now")];
        using var chain = new FunctionInvokingChatClient(Chain());
        Assert.Equal("Noon", (await chain.GetStreamingResponseAsync([new(ChatRole.User, "Time?")], options, Cancellation).Hear()).Text());
        Assert.Equal("offline", ReplyOrigin.Of((await Ask("And now?"))[^1])!.Model);
    }

    private DailyBudget Budget() => new(
        database.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>(), Microsoft.Extensions.Options.Options.Create(new LlmOptions { LlmDailyTokens = 1000 }),
        _time, NullLogger<DailyBudget>.Instance);

    private FallbackChatClient Chain() => StubModels.Chain(StubModels.Options(("openai", _stub)), _time, budget: Budget());

    private ChatOptions Options() => new() { AdditionalProperties = new() { [OnBehalf.Key] = Me } };

    private Task<List<ChatResponseUpdate>> Ask(string text) => Chain().GetStreamingResponseAsync(text, Options(), Cancellation).Hear();

    private async Task<long> Counted()
    {
        await using var context = database.Open();
        return await context.Set<LlmUsage>().Where(usage => usage.UserId == _me.Id).SumAsync(usage => usage.Tokens, Cancellation);
    }
}
