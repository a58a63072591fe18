using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory;

/// <summary>The memory as a person leafs through it: read, added to, corrected. What is written here is theirs, and pinned.</summary>
public sealed class Notebook(AimiDbContext database, Memories memories, Portraits portraits, TimeProvider time)
{
    private const double TheirOwn = 0.8;

    public Task<MemoryVector?> Find(Guid userId, Guid memoryId, CancellationToken cancellationToken) =>
        database.MemoryVectors.AsNoTracking().SingleOrDefaultAsync(memory => memory.UserId == userId && memory.Id == memoryId, cancellationToken);

    /// <summary>The newest first, from before <paramref name="before"/> on.</summary>
    public async Task<IReadOnlyList<MemoryVector>> List(
        Guid userId, MemoryType? type, bool? active, Guid? before, int count, CancellationToken cancellationToken) =>
        await database.MemoryVectors.AsNoTracking()
            .Where(memory => memory.UserId == userId)
            .Where(memory => (type == null || memory.EntityType == type) && (active == null || memory.IsActive == active) && (before == null || memory.Id < before))
            .OrderByDescending(memory => memory.Id).Take(count)
            .ToListAsync(cancellationToken);

    /// <summary>Remembers what a person wrote. What is known in the same words is that memory, stronger; what was known of the subject gives way.</summary>
    public Task<MemoryVector> Remember(Guid userId, string content, string? subject, MemoryType type, double? importance, CancellationToken cancellationToken) =>
        Change(
            userId,
            async () => (await memories.Learn(userId, [Own(content, subject, type, importance)], cancellationToken)).Single(),
            cancellationToken);

    /// <summary>As <see cref="Remember"/>, of what a client gave its id: the memory that is there by that id is answered; null where that one says something else.</summary>
    /// <param name="id">Null: it gave none.</param>
    public async Task<Remembered?> RememberOnce(
        Guid userId, Guid? id, string content, string? subject, MemoryType type, double? importance, CancellationToken cancellationToken) =>
        await Change(
            userId,
            async () =>
            {
                var known = id is null ? null : await database.MemoryVectors.SingleOrDefaultAsync(memory => memory.UserId == userId && memory.Id == id, cancellationToken);
                return known is null ? new Remembered((await memories.Learn(userId, [Own(content, subject, type, importance) with { Id = id }], cancellationToken)).Single(), IsNew: true)
                    : (known.Content, known.Subject, known.EntityType) == (content, subject, type) ? new Remembered(known, IsNew: false)
                    : null;
            },
            cancellationToken);

    /// <summary>Corrects a memory. Other words make a new one in its place, and it stays as history.</summary>
    public async Task<Correction> Correct(
        Guid userId, Guid memoryId, long? ifVersion, string? content, double? importance, CancellationToken cancellationToken) =>
        await Change(
            userId,
            async () =>
            {
                if (await database.MemoryVectors.SingleOrDefaultAsync(memory => memory.UserId == userId && memory.Id == memoryId, cancellationToken) is not { } old)
                    return new Correction(CorrectionResult.NotFound);
                if (ifVersion is not null && ifVersion != old.Version)
                    return new Correction(CorrectionResult.OtherVersion);
                if (!old.IsActive)
                    return new Correction(CorrectionResult.NotActive);

                if (content is null || content == old.Content)
                {
                    (old.Importance, old.Metadata) = (importance ?? old.Importance, old.Metadata with { Pinned = true });
                    await database.SaveChangesAsync(cancellationToken);
                    return new Correction(CorrectionResult.Corrected, old);
                }

                var hash = ContentHashes.Of(userId, content);
                if (await database.MemoryVectors.AnyAsync(
                    memory => memory.UserId == userId && memory.IsActive && memory.EntityType == old.EntityType && memory.ContentHash == hash && memory.Id != old.Id, cancellationToken))
                    return new Correction(CorrectionResult.Known);

                var corrected = new NewMemory(
                    old.EntityType, old.Subject, content, old.EntityId, old.SourceSessionId, old.SourceSeqs, importance ?? old.Importance, time.GetUtcNow(),
                    old.Metadata with { Pinned = true, Value = null }, Vector: null, "").For(userId, time.GetUtcNow());
                await memories.Replace(old, corrected, cancellationToken);
                return new Correction(CorrectionResult.Corrected, corrected);
            },
            cancellationToken);

    // Its vector is made by the worker: a model is not awaited in a transaction.
    private NewMemory Own(string content, string? subject, MemoryType type, double? importance) => new(
        type, subject, content, EntityId: null, SessionId: null, [], importance ?? TheirOwn, time.GetUtcNow(), new MemoryMetadata { Pinned = true }, Vector: null, "");

    private Task<T> Change<T>(Guid userId, Func<Task<T>> work, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                var result = await work();
                await portraits.Refresh(userId, cancellationToken);
                return result;
            },
            cancellationToken);
}

/// <param name="IsNew">It was not there by that id.</param>
public sealed record Remembered(MemoryVector Memory, bool IsNew);

public enum CorrectionResult
{
    Corrected,
    NotFound,
    OtherVersion,

    /// <summary>It was superseded; what took its place can be corrected.</summary>
    NotActive,

    /// <summary>Another memory says that already.</summary>
    Known,
}

/// <param name="Memory">As it stands; a new one where its words changed.</param>
public sealed record Correction(CorrectionResult Result, MemoryVector? Memory = null);
