using Aimi.Sync;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Sqlite;

/// <summary>There is one writer at a time: what can be read is all that there is.</summary>
internal sealed class SqliteSyncHorizon : ISyncHorizon
{
    public async Task<SyncHorizon> Read(AimiDbContext database, Guid userId, CancellationToken cancellationToken) =>
        new("", 1 + (await database.SyncChanges.Where(change => change.UserId == userId).MaxAsync(change => (long?)change.Stamp, cancellationToken) ?? 0));
}
