using Microsoft.EntityFrameworkCore;

namespace Aimi.Workers;

/// <summary>What waits in a queue of the database.</summary>
/// <param name="Count">At most <see cref="Most"/>.</param>
/// <param name="Oldest">Since when the first of it waits; null where nothing does.</param>
internal sealed record Waiting(int Count, DateTimeOffset? Oldest)
{
    /// <summary>More are not told from so many: a queue that is long must not be made longer by being looked at.</summary>
    public const int Most = 10_000;

    /// <param name="rows">In the order of an index, which alone is read.</param>
    public static Task<int> CountOf<TRow>(IOrderedQueryable<TRow> rows, CancellationToken cancellationToken) => rows.Take(Most).CountAsync(cancellationToken);
}
