using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Sqlite;

/// <summary>A deferred transaction: with WAL it reads what its first statement saw, and does not take the writer's lock.</summary>
internal sealed class SqliteReadSnapshot : IReadSnapshot
{
    public async Task<IAsyncDisposable> Open(AimiDbContext database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        var transaction = ((SqliteConnection)database.Database.GetDbConnection()).BeginTransaction(deferred: true);
        await database.Database.UseTransactionAsync(transaction, cancellationToken);
        return new Snapshot(database, transaction);
    }

    private sealed class Snapshot(AimiDbContext database, SqliteTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await database.Database.UseTransactionAsync(null);
            await transaction.DisposeAsync();
            await database.Database.CloseConnectionAsync();
        }
    }
}
