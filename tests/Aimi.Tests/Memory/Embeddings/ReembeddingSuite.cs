using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Memory;
using Aimi.Memory.Embeddings;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Aimi.Tests.Memory.Embeddings;

public sealed class ReembeddingOnPostgres(PostgresDatabase database) : ReembeddingSuite(database), IClassFixture<PostgresDatabase>;

public sealed class ReembeddingOnSqlite(SqliteDatabase database) : ReembeddingSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>What waits for a vector gets one, once, from a vendor that each process of the test asks.</summary>
public abstract class ReembeddingSuite(TestDatabase database) : IAsyncLifetime
{
    private readonly User _me = A.User();
    private readonly List<ServiceProvider> _processes = [];
    private readonly LogLines<Reembedding> _log = new();
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
        foreach (var process in _processes)
            await process.DisposeAsync();
        await _vendor.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_change_of_the_model_embeds_all_and_only_what_is_not_of_the_new_one()
    {
        var other = A.User();
        var (bare, old, older, current) = (A.Memory(_me, content: "bare"), Of(_me, "zzz-old", "old"), Of(other, "aaa-old", "older"), Of(_me, "stub", "current"));
        await database.Save(other, bare, old, older, current);

        await Finish(Process());

        Assert.Equal(["bare", "old", "older"], _vendor.Texts.Order(StringComparer.Ordinal));
        foreach (var memory in (MemoryVector[])[bare, old, older])
            await HasVectorOf(memory, memory.Content);
        Assert.Equal(new float[] { 1, 0, 0 }, (await Read(current)).Embedding!.Value.ToArray());
        Assert.All(await All(), memory => Assert.Equal(A.Now, memory.UpdatedAt));
    }

    [Fact]
    public async Task Person_by_person_the_oldest_come_first()
    {
        var second = A.User();
        var memories = Enumerable.Range(0, 6).Select(i => A.Memory(i % 2 == 0 ? _me : second, content: $"memory {i}")).ToList();
        await database.Save([second, .. Enumerable.Reverse(memories)]);
        await Finish(Process());
        Assert.Equal(memories.OrderBy(memory => memory.UserId).ThenBy(memory => memory.Id).Select(memory => memory.Content), _vendor.Texts);
    }

    [Fact]
    public async Task Two_processes_ask_for_each_text_once()
    {
        const int Count = 600;
        await database.Save(Enumerable.Range(0, Count).Select(i => A.Memory(_me, content: $"memory {i}")));
        var (one, other) = (Process(), Process());
        await Task.WhenAll(Task.Run(() => Finish(one), Cancellation), Task.Run(() => Finish(other), Cancellation));
        Assert.Equal(Count, _vendor.Texts.Count());
        Assert.Equal(Count, _vendor.Texts.Distinct(StringComparer.Ordinal).Count());
        Assert.All(await All(), memory => Assert.Equal(StubVendor.Unit(memory.Content), memory.Embedding!.Value.ToArray()));
    }

    [Fact]
    public async Task While_one_process_embeds_another_leaves_it_alone()
    {
        await database.Save(A.Memory(_me, content: "a"));
        var (one, other) = (Process(), Process());
        var steps = new List<EmbeddingStep>();
        _vendor.Answer = async (context, asked) =>
        {
            steps.Add(await Next(other));
            await StubVendor.Give(context, asked.Texts.Select(StubVendor.Vector));
        };
        Assert.True(await RunOnce(one));
        Assert.Equal([EmbeddingStep.Busy], steps);
        Assert.Equal(EmbeddingStep.Done, await Next(other));
        Assert.Single(_vendor.Asked);
    }

    [Fact]
    public async Task What_was_forgotten_or_changed_meanwhile_is_neither_brought_back_nor_overwritten()
    {
        var (forgotten, changed, embedded) = (A.Memory(_me, content: "forgotten"), A.Memory(_me, content: "changed"), Of(_me, "old", "embedded"));
        await database.Save(forgotten, changed, embedded);
        var answer = _vendor.Answer;
        _vendor.Answer = async (context, asked) =>
        {
            _vendor.Answer = answer;
            using var acting = Acting.AsService();
            await using var elsewhere = database.Open();
            await elsewhere.MemoryVectors.Where(memory => memory.Id == forgotten.Id).ExecuteDeleteAsync(Cancellation);
            await elsewhere.MemoryVectors.Where(memory => memory.Id == changed.Id)
                .ExecuteUpdateAsync(row => row.SetProperty(memory => memory.Content, "as it is now"), Cancellation);
            await using var scope = database.Scope();
            await scope.ServiceProvider.GetRequiredService<EmbeddingStore>().StoreEmbedding(_me.Id, embedded.Id, new float[] { 0, 1, 0 }, "stub", Cancellation);
            await answer(context, asked);
        };
        var process = Process();
        Assert.True(await RunOnce(process));
        Assert.Null((await Read(changed)).Embedding);
        await Finish(process);

        Assert.Equal(2, (await All()).Count);
        await HasVectorOf(changed, "as it is now");
        Assert.Equal(new float[] { 0, 1, 0 }, (await Read(embedded)).Embedding!.Value.ToArray());
    }

    [Fact]
    public async Task A_vendor_that_is_away_fails_the_worker_and_what_waits_is_embedded_once_it_is_back()
    {
        var (bare, old) = (A.Memory(_me, content: "bare"), Of(_me, "old", "old"));
        await database.Save(bare, old);
        var answer = _vendor.Answer;
        _vendor.Answer = (context, _) => StubVendor.Refuse(context, 401);
        var process = Process();
        await Assert.ThrowsAsync<EmbeddingException>(() => RunOnce(process));
        Assert.Null((await Read(bare)).Embedding);
        Assert.Equal("old", (await Read(old)).EmbeddingModel);
        Assert.Equal(HealthStatus.Degraded, (await Health(process)).Status);

        _vendor.Answer = answer;
        await Finish(process);
        await HasVectorOf(bare, "bare");
        await HasVectorOf(old, "old");
        Assert.Equal(HealthStatus.Healthy, (await Health(process)).Status);
    }

    [Fact]
    public async Task A_memory_that_the_model_refuses_is_left_alone_and_told_of_without_its_words()
    {
        var (bad, good) = (A.Memory(_me, content: "my secret wish"), A.Memory(_me, content: "good"));
        await database.Save(bad, good);
        var answer = _vendor.Answer;
        _vendor.Answer = (context, asked) => asked.Texts.Contains(bad.Content) ? StubVendor.Refuse(context, 400) : answer(context, asked);
        var process = Process();
        await Finish(process);
        Assert.Null((await Read(bad)).Embedding);
        await HasVectorOf(good, "good");
        var (level, line) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.Contains(bad.Id.ToString(), line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);

        var asked = _vendor.Asked.Count;
        await database.Save(A.Memory(_me, content: "later"));
        await Finish(process);
        Assert.Equal(asked + 1, _vendor.Asked.Count);
        Assert.Equal(("2", "0", "1"), (Data(await Health(process), "embedded"), Data(await Health(process), "waiting"), Data(await Health(process), "refused")));
    }

    [Fact]
    public async Task A_model_that_was_replaced_under_its_name_by_one_of_another_length_is_noticed()
    {
        var memory = A.Memory(_me, content: "bare");
        await database.Save(Of(_me, "stub", "current"), memory);
        _vendor.Answer = (context, asked) => StubVendor.Give(context, asked.Texts.Select(_ => new float[] { 1, 0 }));
        var process = Process();
        await Assert.ThrowsAsync<EmbeddingException>(() => RunOnce(process));
        await Assert.ThrowsAsync<EmbeddingException>(() => RunOnce(process));
        Assert.Null((await Read(memory)).Embedding);
        Assert.Single(_vendor.Asked);

        Assert.Equal(1, await In(process, reembedding => reembedding.Discard(Cancellation)));
        await Finish(process);
        Assert.All(await All(), row => Assert.Equal((2, "stub"), (row.EmbeddingDimensions, row.EmbeddingModel)));
    }

    [Fact]
    public async Task All_vectors_are_taken_away_but_not_while_another_process_embeds()
    {
        const int Count = 1_100;
        await database.Save(Enumerable.Range(0, Count).Select(i => Of(_me, "stub", $"memory {i}")));
        await database.Save(A.Memory(_me, content: "bare"));
        var (one, other) = (Process(), Process());
        int? meanwhile = -1;
        var answer = _vendor.Answer;
        _vendor.Answer = async (context, asked) =>
        {
            meanwhile = await In(other, reembedding => reembedding.Discard(Cancellation));
            await answer(context, asked);
        };
        await RunOnce(one);
        Assert.Null(meanwhile);
        Assert.Equal(Count + 1, await In(other, reembedding => reembedding.Discard(Cancellation)));
        Assert.All(await All(), memory => Assert.Equal((null, null, null), (memory.Embedding, memory.EmbeddingModel, memory.EmbeddingDimensions)));
    }

    [Fact]
    public async Task Health_counts_at_most_every_half_minute()
    {
        await database.Save(Of(_me, "stub", "current"), A.Memory(_me, content: "a"), Of(_me, "old", "b"));
        var process = Process();
        var health = await Health(process);
        Assert.Equal((HealthStatus.Healthy, "stub", "1", "2"), (health.Status, Data(health, "model"), Data(health, "embedded"), Data(health, "waiting")));

        await Finish(process);
        database.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("2", Data(await Check(process), "waiting"));
        database.Time.Advance(TimeSpan.FromSeconds(1));
        health = await Check(process);
        Assert.Equal(("3", "0"), (Data(health, "embedded"), Data(health, "waiting")));
    }

    /// <summary>A process of its own on the database, which asks the vendor.</summary>
    private ServiceProvider Process()
    {
        var options = _vendor.Options();
        var process = TestDatabase.CreateServices(database.ConnectionString, database.DataFolder, database.Time, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IEmbeddingGenerator<string, Embedding<float>>>(
                provider => VendorEmbedder.Create(options, options.Vendor!, TimeProvider.System, new Random(1))));
            services.AddSingleton<ILogger<Reembedding>>(_log);
        });
        _processes.Add(process);
        return process;
    }

    private static async Task<T> In<T>(ServiceProvider process, Func<Reembedding, Task<T>> work)
    {
        await using var scope = process.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<Reembedding>());
    }

    private static Task<EmbeddingStep> Next(ServiceProvider process) => In(process, reembedding => reembedding.Next(Cancellation));

    private static async Task<bool> RunOnce(ServiceProvider process)
    {
        await using var scope = process.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<EmbeddingWorker>().RunOnce(Cancellation);
    }

    private static async Task Finish(ServiceProvider process)
    {
        while (await Next(process) != EmbeddingStep.Done)
            await Task.Yield();
    }

    /// <summary>What it says once it has counted again.</summary>
    private Task<HealthCheckResult> Health(ServiceProvider process)
    {
        database.Time.Advance(TimeSpan.FromSeconds(30));
        return Check(process);
    }

    private static Task<HealthCheckResult> Check(ServiceProvider process) =>
        ActivatorUtilities.CreateInstance<MemoryHealth>(process).CheckHealthAsync(new HealthCheckContext(), Cancellation);

    private static string? Data(HealthCheckResult health, string name) => health.Data[name].ToString();

    private static MemoryVector Of(User user, string model, string content)
    {
        var memory = A.Memory(user, [1, 0, 0], content);
        memory.EmbeddingModel = model;
        return memory;
    }

    private async Task HasVectorOf(MemoryVector memory, string text)
    {
        var stored = await Read(memory);
        Assert.Equal(("stub", 3), (stored.EmbeddingModel, stored.EmbeddingDimensions));
        Assert.Equal(StubVendor.Unit(text), stored.Embedding!.Value.ToArray());
    }

    private async Task<MemoryVector> Read(MemoryVector memory)
    {
        await using var context = database.Open();
        return await context.MemoryVectors.AsNoTracking().SingleAsync(row => row.Id == memory.Id, Cancellation);
    }

    private async Task<List<MemoryVector>> All()
    {
        await using var context = database.Open();
        return await context.MemoryVectors.AsNoTracking().ToListAsync(Cancellation);
    }
}
