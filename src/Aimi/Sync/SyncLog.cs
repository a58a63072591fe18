using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sync;

/// <summary>The log of changes as it is read: in order, behind a place, and no farther than the horizon.</summary>
internal sealed class SyncLog(AimiDbContext database)
{
    /// <remarks>That the stamp is not smaller follows from the place; it is what the index is read by.</remarks>
    /// <returns>At most <paramref name="count"/>; tombstones of what the client never had are left out.</returns>
    public async Task<IReadOnlyList<SyncChange>> Behind(SyncCursor cursor, SyncHorizon horizon, int count, CancellationToken cancellationToken) =>
        await database.SyncChanges
            .FromSql($"""
                SELECT * FROM sync_changes
                WHERE user_id = {cursor.U} AND stamp >= {cursor.S} AND stamp < {horizon.Finished}
                  AND (stamp, entity_type, entity_id) > ({cursor.S}, {cursor.T}, {cursor.I})
                  AND (NOT deleted OR stamp >= {cursor.B})
                ORDER BY stamp, entity_type, entity_id LIMIT {count}
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
}
