using Aimi.Accounts;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Memory.Embeddings;

public sealed class ReindexCommandOnPostgres(PostgresDatabase database) : ReindexCommandSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ReindexCommandOnSqlite(SqliteDatabase database) : ReindexCommandSuite(database), IClassFixture<SqliteDatabase>;

/// <summary><c>./aimi memory reindex</c> as an operator runs it, and the program that serves with such settings.</summary>
public abstract class ReindexCommandSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly User _me = A.User();
    private StubVendor _vendor = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _vendor = await StubVendor.Start();
        await using var context = database.Open();
        await context.MemoryVectors.ExecuteDeleteAsync(Cancellation);
        await database.Save(_me);
    }

    public async ValueTask DisposeAsync()
    {
        await _vendor.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_embeds_what_waits_and_with_all_everything()
    {
        await database.Save(Enumerable.Range(0, 200).Select(i => A.Memory(_me, content: $"memory {i}")));
        await using (var first = Run("memory", "reindex"))
        {
            Assert.Equal(0, await first.Ended());
            Assert.Contains("stub: 200", first.Said, StringComparison.Ordinal);
        }

        Assert.Equal(200, _vendor.Texts.Count());
        Assert.Equal(200, await Embedded());

        await using var again = Run("memory", "reindex");
        Assert.Equal(0, await again.Ended());
        Assert.Equal(200, _vendor.Texts.Count());

        await using var all = Run("memory", "reindex", "--all");
        Assert.Equal(0, await all.Ended());
        Assert.Equal(400, _vendor.Texts.Count());
        Assert.Equal(200, await Embedded());
    }

    [Fact]
    public async Task Where_the_vendor_fails_it_says_so_keeps_what_it_has_and_goes_on_the_next_time()
    {
        await database.Save(Enumerable.Range(0, 200).Select(i => A.Memory(_me, content: $"my secret wish {i}")));
        var answer = _vendor.Answer;
        _vendor.AnswerInTurn(answer, (context, _) => StubVendor.Refuse(context, 401));
        await using (var failing = Run("memory", "reindex"))
        {
            Assert.Equal(1, await failing.Ended());
            Assert.Contains("AIMI__EmbeddingsKey", failing.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", failing.Said, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", failing.Said, StringComparison.Ordinal);
        }

        Assert.Equal(128, await Embedded());
        _vendor.Answer = answer;
        await using var again = Run("memory", "reindex");
        Assert.Equal(0, await again.Ended());
        Assert.Equal(200, await Embedded());
    }

    [Fact]
    public async Task A_program_that_serves_embeds_what_waits_by_itself()
    {
        var asked = new TaskCompletionSource<IReadOnlyList<string>>();
        _vendor.Answer = (context, question) =>
        {
            asked.TrySetResult(question.Texts);
            return StubVendor.Give(context, question.Texts.Select(StubVendor.Vector));
        };
        await database.Save(A.Memory(_me, content: "it waits"));
        await using var aimi = Run("serve");
        Assert.Equal(["it waits"], await asked.Task.WaitAsync(Patience.Longest, Cancellation));
        await aimi.Listening();
        Assert.Contains(_vendor.Url.Authority, aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(StubVendor.Key, aimi.Said, StringComparison.Ordinal);
    }

    private AimiProgram Run(params string[] arguments)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AIMI__Data"] = database.DataFolder,
            ["AIMI__Port"] = "0",
            ["AIMI__Embeddings"] = "openai:stub",
            ["AIMI__EmbeddingsUrl"] = _vendor.Url.ToString(),
            ["AIMI__EmbeddingsKey"] = StubVendor.Key,
        };
        if (database.ConnectionString is { } connection)
            settings["AIMI__Database"] = connection;
        return AimiProgram.Run(settings, arguments);
    }

    private async Task<int> Embedded()
    {
        await using var context = database.Open();
        return await context.MemoryVectors.CountAsync(memory => memory.EmbeddingModel == "stub" && memory.EmbeddingDimensions == 3, Cancellation);
    }
}
