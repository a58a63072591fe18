using Aimi.Accounts;
using Aimi.Memory;
using Aimi.Memory.Embeddings;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Memory.Embeddings;

public sealed class EmbeddingStoreOnPostgres(PostgresDatabase database) : EmbeddingStoreSuite(database), IClassFixture<PostgresDatabase>;

public sealed class EmbeddingStoreOnSqlite(SqliteDatabase database) : EmbeddingStoreSuite(database), IClassFixture<SqliteDatabase>;

/// <summary>The roadmap's <c>store_embedding</c>, with vectors that nobody made.</summary>
public abstract class EmbeddingStoreSuite(TestDatabase database)
{
    private readonly User _me = A.User();
    private readonly string _model = $"fixed-{Guid.CreateVersion7():N}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_vector_is_stored_with_its_model_and_length_and_takes_the_place_of_the_last()
    {
        var memory = A.Memory(_me, [1, 2, 3]);
        await database.Save(_me, memory);
        Assert.True(await Store(memory.Id, [1, 0]));
        var stored = await Read(memory.Id);
        Assert.Equal(new float[] { 1, 0 }, stored.Embedding!.Value.ToArray());
        Assert.Equal((_model, 2), (stored.EmbeddingModel, stored.EmbeddingDimensions));
        Assert.Equal((memory.Content, memory.UpdatedAt), (stored.Content, stored.UpdatedAt));
    }

    [Fact]
    public async Task What_is_stored_has_length_one()
    {
        var memory = A.Memory(_me);
        await database.Save(_me, memory);
        await Store(memory.Id, [3, 4]);
        Assert.Equal(new float[] { 0.6f, 0.8f }, (await Read(memory.Id)).Embedding!.Value.ToArray());
    }

    [Fact]
    public async Task A_vector_of_another_length_than_the_models_others_is_refused()
    {
        var (first, second) = (A.Memory(_me), A.Memory(_me));
        await database.Save(_me, first, second);
        await Store(first.Id, [1, 0, 0]);
        await Assert.ThrowsAsync<EmbeddingException>(() => Store(second.Id, [1, 0]));
        Assert.Null((await Read(second.Id)).Embedding);
        Assert.True(await Store(second.Id, [0, 1, 0]));
    }

    [Theory, InlineData(0f, 0f), InlineData(float.NaN, 1f), InlineData(float.PositiveInfinity, 1f)]
    public async Task What_is_no_vector_is_refused(float x, float y)
    {
        var memory = A.Memory(_me);
        await database.Save(_me, memory);
        await Assert.ThrowsAsync<EmbeddingException>(() => Store(memory.Id, [x, y]));
        Assert.Null((await Read(memory.Id)).Embedding);
    }

    [Fact]
    public async Task Another_persons_memory_is_not_there()
    {
        var other = A.User();
        var theirs = A.Memory(other);
        await database.Save(_me, other, theirs);
        Assert.False(await Store(theirs.Id, [1, 0]));
        Assert.Null((await Read(theirs.Id)).Embedding);
    }

    private async Task<bool> Store(Guid memoryId, float[] vector)
    {
        await using var scope = database.Scope();
        return await scope.ServiceProvider.GetRequiredService<EmbeddingStore>().StoreEmbedding(_me.Id, memoryId, vector, _model, Cancellation);
    }

    private async Task<MemoryVector> Read(Guid id)
    {
        await using var context = database.Open();
        return await context.MemoryVectors.AsNoTracking().SingleAsync(memory => memory.Id == id, Cancellation);
    }
}
