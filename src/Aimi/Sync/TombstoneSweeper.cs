using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sync;

/// <summary>Takes away the tombstones that no cursor can ask for any more, some at a time.</summary>
internal sealed class TombstoneSweeper(AimiDbContext database, TimeProvider time) : IWorker
{
    private const int Batch = 1000;

    /// <summary>A row says when its transaction began, a cursor what had been committed; none takes longer than this.</summary>
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromDays(1);

    public static string Name => "tombstone_sweeper";

    public static TimeSpan Pause => TimeSpan.FromHours(1);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        var oldest = time.GetUtcNow() - SyncCursor.Life - LongestTransaction;

        // A person's last change stays: SQLite counts on from it.
        return await Spans.Sweep(Name, () => database.SyncChanges
            .Where(change => change.Deleted && change.UpdatedAt < oldest)
            .Where(change => database.SyncChanges.Any(later => later.UserId == change.UserId && later.Stamp > change.Stamp))
            .OrderBy(change => change.UpdatedAt)
            .Take(Batch)
            .ExecuteDeleteAsync(cancellationToken)) == Batch;
    }
}
