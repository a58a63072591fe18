using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Memory;

/// <summary>Where memories come from.</summary>
public sealed class MemorySources(AimiDbContext database)
{
    /// <summary>The messages of these seqs, in one query.</summary>
    public async Task<IReadOnlyDictionary<long, MemorySource>> Of(Guid userId, IEnumerable<long> seqs, CancellationToken cancellationToken)
    {
        var wanted = seqs.Distinct().ToList();
        if (wanted.Count == 0)
            return new Dictionary<long, MemorySource>();

        return await database.ChatMessages.AsNoTracking()
            .Where(message => message.UserId == userId && wanted.Contains(message.Seq))
            .Select(message => new MemorySource(message.Id, message.Seq, message.ExternalId, message.OccurredAt))
            .ToDictionaryAsync(source => source.Seq, cancellationToken);
    }
}

/// <summary>A message that a memory comes from.</summary>
/// <param name="ExternalId">What it is called where it was imported from.</param>
public sealed record MemorySource(Guid MessageId, long Seq, string? ExternalId, DateTimeOffset OccurredAt);
