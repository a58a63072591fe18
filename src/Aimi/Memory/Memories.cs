using Aimi.Data;
using Aimi.Language;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory;

/// <summary>What is known of a person, as it grows: said again it is stronger, said otherwise it is replaced, and what was to be forgotten is not learned again.</summary>
public sealed class Memories(AimiDbContext database, TimeProvider time)
{
    /// <summary>How much nearer to 1 importance comes each time that something is said again.</summary>
    private const double Strengthening = 0.1;

    /// <summary>What was asked to be remembered, and what was understood of the same words, are this near in time.</summary>
    private static readonly TimeSpan SameTalk = TimeSpan.FromHours(1);

    /// <summary>
    /// Learns what a session, or the person, told. In the open transaction, which holds the person (<see cref="Accounts.PersonLock"/>): what is read here stays so
    /// until it commits.
    /// </summary>
    /// <returns>The memories that are new, or stronger, as they stand.</returns>
    public async Task<IReadOnlyList<MemoryVector>> Learn(Guid userId, IReadOnlyList<NewMemory> told, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tombstones = await Tombstones(userId, told, cancellationToken);
        var news = told.Where(memory => !tombstones.Forbid(userId, memory)).OrderBy(memory => memory.SaidAt).Select(memory => (Memory: memory, Row: memory.For(userId, now))).ToList();
        var known = await Known(userId, [.. news.Select(one => one.Row)], cancellationToken);
        var learned = new List<MemoryVector>();
        foreach (var (memory, row) in news)
        {
            if (known.Same(row) is { } same)
            {
                Strengthen(same, memory);
                learned.Add(same);
            }
            else if (known.OfSubject(row) is { } other)
            {
                // What was asked to be remembered was written down a moment after it was said.
                var taking = other.Subject is null && row.ValidFrom < other.ValidFrom ? (memory with { SaidAt = other.ValidFrom }).For(userId, now) : row;
                await Replace(other, taking, cancellationToken);
                known.Add(taking.IsActive ? taking : other);
                learned.Add(taking);
            }
            else
            {
                database.MemoryVectors.Add(row);
                known.Add(row);
                learned.Add(row);
            }
        }

        await database.SaveChangesAsync(cancellationToken);
        return learned;
    }

    /// <summary>Puts a memory in the place of another, which stays as it was, with the time until which it held. The unique keys ask for three steps.</summary>
    internal async Task Replace(MemoryVector old, MemoryVector row, CancellationToken cancellationToken)
    {
        if (row.ValidFrom < old.ValidFrom)
        {
            // Told late, of earlier days: history from the beginning.
            (row.IsActive, row.ValidTo, row.SupersededBy) = (false, old.ValidFrom, old.Id);
            database.MemoryVectors.Add(row);
            await database.SaveChangesAsync(cancellationToken);
            return;
        }

        (old.IsActive, old.ValidTo) = (false, row.ValidFrom);
        await database.SaveChangesAsync(cancellationToken);
        database.MemoryVectors.Add(row);
        await database.SaveChangesAsync(cancellationToken);
        old.SupersededBy = row.Id;
        await database.SaveChangesAsync(cancellationToken);
    }

    private static void Strengthen(MemoryVector known, NewMemory again)
    {
        // The same messages again say nothing new, and neither does a plan that was changed in other things than its words.
        if (again.EntityId is not null || (again.Seqs.Count > 0 && again.Seqs.All(known.SourceSeqs.Contains)))
            return;

        known.Mentions++;
        known.Importance += (1 - known.Importance) * Strengthening;
        known.SourceSeqs = NewMemory.Latest(known.SourceSeqs.Concat(again.Seqs));
        known.LastSeenAt = again.SaidAt > known.LastSeenAt ? again.SaidAt : known.LastSeenAt;
        if (known.Embedding is null && again.Vector is not null)
            (known.Embedding, known.EmbeddingModel, known.EmbeddingDimensions) = (again.Vector, again.Model, again.Vector?.Length);
    }

    private async Task<Forbidden> Tombstones(Guid userId, IReadOnlyList<NewMemory> told, CancellationToken cancellationToken)
    {
        var contents = told.Select(memory => ContentHashes.Of(userId, memory.Content)).Distinct(StringComparer.Ordinal).ToList();
        var subjects = told.Select(memory => memory.Subject).OfType<string>().Distinct(StringComparer.Ordinal).Select(subject => ContentHashes.Of(userId, subject)).ToList();
        var tombstones = await database.MemoryTombstones.AsNoTracking()
            .Where(tombstone => tombstone.UserId == userId)
            .Where(tombstone => contents.Contains(tombstone.ContentHash) || (tombstone.SubjectHash != null && subjects.Contains(tombstone.SubjectHash)))
            .ToListAsync(cancellationToken);
        return new Forbidden(tombstones);
    }

    private async Task<KnownMemories> Known(Guid userId, IReadOnlyList<MemoryVector> rows, CancellationToken cancellationToken)
    {
        var hashes = rows.Select(row => row.ContentHash).Distinct(StringComparer.Ordinal).ToList();
        var subjects = rows.Select(row => row.Subject).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var entities = rows.Select(row => row.EntityId).OfType<Guid>().Distinct().ToList();
        var mine = database.MemoryVectors.Where(memory => memory.UserId == userId && memory.IsActive);

        // Three queries, each by its own index: one with OR would read all that the person has.
        var known = await mine.Where(memory => memory.EntityId == null && hashes.Contains(memory.ContentHash)).ToListAsync(cancellationToken);
        if (subjects.Count > 0)
            known.AddRange(await mine.Where(memory => memory.EntityType == MemoryType.Fact && memory.Subject != null && subjects.Contains(memory.Subject)).ToListAsync(cancellationToken));
        if (rows.Where(row => row.Metadata.Value is not null).Select(row => row.LastSeenAt).ToList() is { Count: > 0 } said)
        {
            var (from, to) = (said.Min() - SameTalk, said.Max() + SameTalk);
            known.AddRange(await mine.Where(memory => memory.EntityType == MemoryType.Fact && memory.Subject == null && memory.LastSeenAt >= from && memory.LastSeenAt <= to)
                .ToListAsync(cancellationToken));
        }

        if (entities.Count > 0)
            known.AddRange(await mine.Where(memory => memory.EntityId != null && entities.Contains(memory.EntityId.Value)).ToListAsync(cancellationToken));
        return new KnownMemories(known.Distinct());
    }

    private sealed class Forbidden(IReadOnlyList<MemoryTombstone> tombstones)
    {
        // What is said after the forgetting is told anew.
        public bool Forbid(Guid userId, NewMemory memory) => tombstones.Any(tombstone =>
            tombstone.CreatedAt >= memory.SaidAt
            && (tombstone.ContentHash == ContentHashes.Of(userId, memory.Content)
                || (memory.Subject is not null && tombstone.SubjectHash == ContentHashes.Of(userId, memory.Subject))));
    }

    private sealed class KnownMemories
    {
        private readonly Dictionary<(MemoryType, string), MemoryVector> _byContent = [];
        private readonly Dictionary<(MemoryType, Guid), MemoryVector> _byEntity = [];
        private readonly Dictionary<string, MemoryVector> _bySubject = new(StringComparer.Ordinal);

        public KnownMemories(IEnumerable<MemoryVector> rows)
        {
            foreach (var row in rows)
                Add(row);
        }

        public void Add(MemoryVector row)
        {
            if (row.EntityId is { } entity)
                _byEntity[(row.EntityType, entity)] = row;
            else
                _byContent[(row.EntityType, row.ContentHash)] = row;
            if (row is { EntityType: MemoryType.Fact, Subject: { } subject })
                _bySubject[subject] = row;
        }

        public MemoryVector? Same(MemoryVector row) =>
            row.EntityId is { } entity
                ? _byEntity.GetValueOrDefault((row.EntityType, entity)) is { } known && known.ContentHash == row.ContentHash ? known : null
                : _byContent.GetValueOrDefault((row.EntityType, row.ContentHash)) is { IsActive: true } same && same.Subject == row.Subject ? same : null;

        public MemoryVector? OfSubject(MemoryVector row) =>
            row.EntityId is { } entity ? _byEntity.GetValueOrDefault((row.EntityType, entity))
            : row is { EntityType: MemoryType.Fact, Subject: { } subject } && _bySubject.GetValueOrDefault(subject) is { IsActive: true } known ? known
            : _byContent.GetValueOrDefault((row.EntityType, row.ContentHash)) is { IsActive: true } other ? other
            : row is { EntityType: MemoryType.Fact, Subject: not null, Metadata.Value: { } value } ? AskedFor(row, Stems.OfText(value))
            : null;

        // "Запомни, что я не ем мясо" was remembered as it was said; here it is understood.
        private MemoryVector? AskedFor(MemoryVector row, IReadOnlyList<string> value) => value.Count == 0 ? null : _byContent.Values.FirstOrDefault(
            known => known is { IsActive: true, EntityType: MemoryType.Fact, Subject: null } && (row.LastSeenAt - known.LastSeenAt).Duration() <= SameTalk
                && !value.Except(Stems.OfText(known.Content), StringComparer.Ordinal).Any());
    }
}
