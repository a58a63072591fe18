using System.Linq.Expressions;
using Aimi.Data;
using Aimi.Memory.Recall;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory.Embeddings;

/// <summary>
/// The memories that have no vector of the model that the settings name: it was away when they were learned, or was another one then. Oldest person first, oldest memory
/// first. One caller at a time goes through them: the one who is in at the <see cref="IEmbeddingGate"/>.
/// </summary>
public sealed class EmbeddingBacklog(IDbContextFactory<AimiDbContext> databases, EmbeddingService embeddings, TimeProvider time) : IDisposable
{
    /// <summary>More memories than this a model does not refuse for themselves.</summary>
    public const int MaxRefused = 1_000;

    private const int DiscardBatch = 500;

    /// <summary>Counting a million takes 0.23 s on PostgreSQL, by the index alone.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private readonly HashSet<Guid> _refused = [];
    private readonly SemaphoreSlim _counting = new(1);
    private (Guid UserId, Guid Id) _after;
    private (EmbeddingProgress Progress, long At)? _latest;

    /// <summary>The next that wait; after the last it begins again, with those that came meanwhile and those that failed.</summary>
    /// <returns>None where none waits but those that the model refused.</returns>
    public async Task<IReadOnlyList<WaitingMemory>> Next(int count, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        for (var begun = _after == default; ;)
        {
            var page = await Page(database, count, cancellationToken);
            if (page.Count == 0 && begun)
                return [];

            begun |= page.Count == 0;
            _after = page.Count == 0 ? default : (page[^1].UserId, page[^1].Id);
            page.RemoveAll(memory => _refused.Contains(memory.Id));
            if (page.Count > 0)
                return page;
        }
    }

    /// <summary>The model will not have this one: it is asked for it no more while this process lives.</summary>
    /// <exception cref="EmbeddingException">Too many: it is not their fault.</exception>
    public void GiveUp(WaitingMemory memory)
    {
        _refused.Add(memory.Id);
        if (_refused.Count > MaxRefused)
            throw new EmbeddingException($"The embedding model refuses more than {MaxRefused} memories for themselves; another one may take them (AIMI__Embeddings).");
    }

    /// <summary>How far it is, as counted in the last half minute.</summary>
    public async Task<EmbeddingProgress> Progress(CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            if (_latest is not { } latest || time.GetElapsedTime(latest.At) >= Freshness)
                _latest = latest = (await Count(cancellationToken), time.GetTimestamp());
            return latest.Progress;
        }
        finally
        {
            _counting.Release();
        }
    }

    /// <summary>How far it is now.</summary>
    public async Task<EmbeddingProgress> Count(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var embedded = await database.MemoryVectors.CountAsync(memory => memory.EmbeddingModel == embeddings.Model, cancellationToken);
        var stale = await Stale(database).CountAsync(cancellationToken);
        var refused = Math.Min(_refused.Count, stale);
        return new EmbeddingProgress(embedded, stale - refused, refused);
    }

    /// <summary>Takes all vectors away, so that every memory waits; some hundreds at a time, so that nobody else waits for it.</summary>
    /// <returns>How many were taken away.</returns>
    public async Task<int> Discard(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var (discarded, person, last) = (0, Guid.Empty, Guid.Empty);
        while (true)
        {
            var page = await database.MemoryVectors
                .Where(memory => memory.EmbeddingModel != null && memory.UserId >= person && (memory.UserId > person || memory.Id > last))
                .OrderBy(memory => memory.UserId).ThenBy(memory => memory.Id)
                .Select(memory => new { memory.UserId, memory.Id })
                .Take(DiscardBatch).ToListAsync(cancellationToken);
            if (page.Count == 0)
                return discarded;

            (person, last) = (page[^1].UserId, page[^1].Id);
            var (people, ids) = (page.Select(key => key.UserId).Distinct().ToList(), page.Select(key => key.Id).ToList());
            discarded += await database.MemoryVectors.Where(memory => people.Contains(memory.UserId) && ids.Contains(memory.Id)).ExecuteUpdateAsync(
                row => row
                    .SetProperty(column => column.Embedding, (ReadOnlyMemory<float>?)null)
                    .SetProperty(column => column.EmbeddingModel, (string?)null)
                    .SetProperty(column => column.EmbeddingDimensions, (int?)null),
                cancellationToken);
        }
    }

    public void Dispose() => _counting.Dispose();

    private Task<List<WaitingMemory>> Page(AimiDbContext database, int count, CancellationToken cancellationToken)
    {
        var (person, last) = _after;
        return Stale(database)
            .Where(memory => memory.UserId >= person && (memory.UserId > person || memory.Id > last))
            .OrderBy(memory => memory.UserId).ThenBy(memory => memory.Id)
            .Select(memory => new WaitingMemory(memory.UserId, memory.Id, memory.Content, memory.Context, memory.EmbeddingModel))
            .Take(count).ToListAsync(cancellationToken);
    }

    // Three ranges of the index on the model: among a million memories that have it this is found in 0.04 ms, where "is another one" reads the table, 200 ms. The name is a
    // constant of the statement, so that a plan made when all were stale is not kept for when none is.
    private IQueryable<MemoryVector> Stale(AimiDbContext database)
    {
        var model = embeddings.Model;
#pragma warning disable CA1309 // The database compares.
        return database.MemoryVectors.Where(memory =>
            memory.EmbeddingModel == null
            || string.Compare(memory.EmbeddingModel, EF.Constant(model)) < 0
            || string.Compare(memory.EmbeddingModel, EF.Constant(model)) > 0);
#pragma warning restore CA1309
    }
}

/// <summary>A memory without a vector of the model.</summary>
/// <param name="Model">Of the vector that it has; null: it has none.</param>
public sealed record WaitingMemory(Guid UserId, Guid Id, string Content, string? Context, string? Model)
{
    /// <summary>What its vector is of.</summary>
    public string Text => IndexText.Of(Content, Context ?? "");

    /// <summary>The memory, if it is still what it was: neither changed nor embedded by another.</summary>
    internal Expression<Func<MemoryVector, bool>> AsItWas =>
        memory => memory.UserId == UserId && memory.Id == Id && memory.Content == Content && memory.Context == Context && memory.EmbeddingModel == Model;
}

/// <param name="Embedded">Memories with a vector of the model.</param>
/// <param name="Waiting">Memories that wait for one.</param>
/// <param name="Refused">Memories that the model refused; they are found by their words.</param>
public sealed record EmbeddingProgress(int Embedded, int Waiting, int Refused);
