using Aimi.Accounts;
using Aimi.Data;
using Aimi.Language;
using Aimi.Memory.Recall;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory.Forgetting;

/// <summary>
/// Forgets for good: the memory with its vector, the words in the messages, what was drawn from them, and every copy. A tombstone stays, which holds hashes only, so that
/// no worker learns it again from what was said before. All in one transaction; then everything is searched again.
/// </summary>
public sealed class MemoryForgetting(
    AimiDbContext database, ForgottenMessages messages, ForgottenPortrait portrait, IEnumerable<IForgetter> others, TimeProvider time)
{
    /// <summary>Forgets a memory.</summary>
    /// <returns>Null where the person has none of that id.</returns>
    public async Task<Receipt?> Forget(Guid userId, Guid memoryId, CancellationToken cancellationToken) =>
        await Forget(
            userId,
            async () => await Mine(userId).Where(memory => memory.Id == memoryId).ToListAsync(cancellationToken) is [var memory] ? new Wanted([memory], [memory.Content]) : null,
            cancellationToken);

    /// <summary>Forgets what a person names: the facts that say it, and every sentence that does.</summary>
    /// <returns>Null where the words name nothing ("забудь это").</returns>
    public async Task<Receipt?> Forget(Guid userId, string what, CancellationToken cancellationToken)
    {
        var asked = Stems.OfText(what).ToHashSet(StringComparer.Ordinal);
        if (asked.Count == 0)
            return null;

        return await Forget(
            userId,
            async () =>
            {
                var facts = await Mine(userId).Where(memory => memory.EntityType == MemoryType.Fact).ToListAsync(cancellationToken);
                return new Wanted([.. facts.Where(fact => IsNamed(fact, asked))], [what]);
            },
            cancellationToken);
    }

    /// <summary>Copies that are no rows go. Who forgets in a transaction of their own does this again when it is committed: until then they can come back.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClearCopies(Guid userId, CancellationToken cancellationToken)
    {
        var copies = 0;
        foreach (var other in others)
            copies += await other.ClearCopies(userId, cancellationToken);
        return copies;
    }

    private async Task<Receipt?> Forget(Guid userId, Func<Task<Wanted?>> find, CancellationToken cancellationToken)
    {
        var (receipt, what) = await database.InTransaction(
            async () =>
            {
                if (!await database.LockPerson(userId, cancellationToken) || await find() is not { } wanted)
                    return default;

                return await Forget(userId, wanted, cancellationToken);
            },
            cancellationToken);
        if (receipt is null)
            return null;

        var copies = await ClearCopies(userId, cancellationToken);
        var verified = !await Mine(userId).AsNoTracking().Select(memory => new { memory.Content, memory.Context }).AsAsyncEnumerable()
                .AnyAsync(memory => what!.Tells(memory.Content) || what.Tells(memory.Context), cancellationToken)
            && !await messages.Tell(userId, what!, cancellationToken);
        return receipt with { Removed = receipt.Removed with { Copies = copies }, Verified = verified };
    }

    private async Task<(Receipt? Receipt, ForgottenText? What)> Forget(Guid userId, Wanted wanted, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var named = wanted.Memories;

        // What a whole message or summary said is looked for in its own place only: other sentences with all its words say something else.
        var sentences = named.Where(memory => memory.EntityType is not (MemoryType.Message or MemoryType.Summary)).Select(memory => memory.Content);
        var words = named.Count == 1 && named[0].EntityType is MemoryType.Message or MemoryType.Summary ? [] : wanted.Words;
        var what = new ForgottenText([.. sentences, .. words], named.Select(memory => memory.Metadata.Value).OfType<string>());
        var telling = new List<Guid>();
        await foreach (var memory in Mine(userId).Select(memory => new { memory.Id, memory.Content }).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (what.Tells(memory.Content))
                telling.Add(memory.Id);
        }

        var gone = named.UnionBy(await Load(userId, telling, cancellationToken), memory => memory.Id).ToList();

        var whole = named.Where(memory => memory.EntityType == MemoryType.Message).SelectMany(memory => memory.SourceSeqs).ToHashSet();
        var sources = gone.Where(memory => memory.EntityType is MemoryType.Fact or MemoryType.Experience).SelectMany(memory => memory.SourceSeqs).ToHashSet();
        var cut = await messages.Cut(userId, what, sources, whole, cancellationToken);

        // A message that it was cut from is no memory as it was.
        var messageMemories = await Mine(userId).Where(memory => memory.EntityType == MemoryType.Message)
            .Select(memory => new { memory.Id, memory.SourceSeqs }).ToListAsync(cancellationToken);
        var changed = messageMemories.Where(memory => memory.SourceSeqs.Any(cut.ContainsKey)).Select(memory => memory.Id).ToList();
        gone = [.. gone.UnionBy(await Load(userId, changed, cancellationToken), memory => memory.Id)];
        await Bury(userId, gone, wanted, now, cancellationToken);
        await CutContexts(userId, what, cut.Keys, cancellationToken);
        var parts = await portrait.Forget(userId, what, cancellationToken);
        var summaries = named.Where(memory => memory.EntityType == MemoryType.Summary).Select(memory => memory.SourceSessionId).OfType<Guid>().ToList();
        var from = new ForgottenSources([.. cut.Keys], [.. cut.Where(message => message.Value == ForgottenText.Nothing).Select(message => message.Key)], summaries);
        var traces = new ForgottenTraces(0, 0, 0);
        foreach (var other in others)
            traces += await other.Forget(userId, what, from, cancellationToken);

        var removed = new RemovedParts(
            gone.Count, gone.Count(memory => memory.Embedding is not null), cut.Count, traces.Summaries, parts, traces.GraphNodes, traces.GraphEdges, Copies: 0);
        return (new Receipt(now, removed, Verified: false), what);
    }

    private async Task Bury(Guid userId, IReadOnlyList<MemoryVector> gone, Wanted wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = gone.Select(memory => memory.Id).ToList();
        foreach (var some in ids.Chunk(500))
        {
            await Mine(userId).Where(memory => memory.SupersededBy != null && some.Contains(memory.SupersededBy.Value))
                .ExecuteUpdateAsync(memory => memory.SetProperty(row => row.SupersededBy, (Guid?)null), cancellationToken);
        }

        foreach (var some in ids.Chunk(500))
            await Mine(userId).Where(memory => some.Contains(memory.Id)).ExecuteDeleteAsync(cancellationToken);
        foreach (var memory in gone)
            database.Entry(memory).State = EntityState.Detached;

        // The same sentence may be there twice: as the person had it remembered, and as it was understood.
        var subjects = wanted.Memories.Where(memory => memory.Subject is not null).DistinctBy(memory => memory.ContentHash, StringComparer.Ordinal)
            .ToDictionary(memory => memory.ContentHash, memory => memory.Subject, StringComparer.Ordinal);
        var hashes = gone.Select(memory => memory.ContentHash).Concat(wanted.Words.Select(word => ContentHashes.Of(userId, word))).Distinct(StringComparer.Ordinal);
        database.MemoryTombstones.AddRange(hashes.Select(hash => new MemoryTombstone
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            ContentHash = hash,
            SubjectHash = subjects.GetValueOrDefault(hash) is { } subject ? ContentHashes.Of(userId, subject) : null,
            CreatedAt = now,
        }));

        // The answers that are kept for requests that come again may hold it.
        await database.IdempotencyKeys.Where(key => key.UserId == userId && key.Status != 0).ExecuteDeleteAsync(cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
    }

    // What is indexed with a message of what was said before it; its vector is made anew without.
    private async Task CutContexts(Guid userId, ForgottenText what, IEnumerable<long> cut, CancellationToken cancellationToken)
    {
        var near = cut.SelectMany(seq => Enumerable.Range(1, IndexText.ContextMessages).Select(distance => seq + distance)).ToHashSet();
        var contexts = await Mine(userId).Where(memory => memory.Context != null).Select(memory => new { memory.Id, memory.Context, memory.SourceSeqs }).ToListAsync(cancellationToken);
        var telling = contexts.Where(memory => memory.SourceSeqs.Any(near.Contains) || what.Tells(memory.Context)).Select(memory => memory.Id).ToList();
        foreach (var memory in await Load(userId, telling, cancellationToken))
            (memory.Context, memory.Embedding, memory.EmbeddingModel, memory.EmbeddingDimensions) = (null, null, null, null);
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<MemoryVector>> Load(Guid userId, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = new List<MemoryVector>();
        foreach (var some in ids.Chunk(500))
            rows.AddRange(await Mine(userId).Where(memory => some.Contains(memory.Id)).ToListAsync(cancellationToken));
        return rows;
    }

    private IQueryable<MemoryVector> Mine(Guid userId) => database.MemoryVectors.Where(memory => memory.UserId == userId);

    // Named by the words that it turns on, or in whole.
    private static bool IsNamed(MemoryVector fact, HashSet<string> asked)
    {
        var content = Stems.OfText(fact.Content);
        var value = Stems.OfText(fact.Metadata.Value ?? "");
        return (value.Count > 0 && asked.IsSupersetOf(value)) || (content.Count > 0 && (asked.IsSupersetOf(content) || asked.IsSubsetOf(content)));
    }

    private sealed record Wanted(IReadOnlyList<MemoryVector> Memories, IReadOnlyList<string> Words);
}
