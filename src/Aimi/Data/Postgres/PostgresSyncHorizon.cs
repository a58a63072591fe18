using Aimi.Sync;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Postgres;

/// <summary>
/// Below the oldest transaction that is under way, in any database of the server, nothing is added any more. A long one delays what clients hear; it never has them miss anything.
/// </summary>
internal sealed class PostgresSyncHorizon : ISyncHorizon
{
    public async Task<SyncHorizon> Read(AimiDbContext database, Guid userId, CancellationToken cancellationToken)
    {
        // The server, its timeline (after a restore, or when a standby took over, ids of transactions are given again) and the table (a dump that was read in made it anew).
        var now = await database.Database.SqlQuery<Place>($"""
            SELECT system_identifier || '.' || left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.' || 'sync_changes'::regclass::oid AS history,
                pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS finished,
                EXISTS (SELECT FROM sync_changes WHERE user_id = {userId} AND stamp >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint) AS is_ahead
            FROM pg_control_system()
            """).SingleAsync(cancellationToken);
        if (!now.IsAhead)
            return new SyncHorizon(now.History, now.Finished);

        await StampAnew(database, userId, cancellationToken);
        return await Read(database, userId, cancellationToken);
    }

    /// <summary>What can be seen was committed by a transaction of the past: an id that is still to come was given by another server, before its dump was read in here.</summary>
    private static Task<int> StampAnew(AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        database.Database.ExecuteSqlAsync(
            $"""
            UPDATE sync_changes SET stamp = pg_current_xact_id()::text::bigint
            WHERE user_id = {userId} AND stamp >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
            """,
            cancellationToken);

    private sealed record Place(string History, long Finished, bool IsAhead);
}
