using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Postgres;

/// <summary>A transaction that reads what its first statement saw.</summary>
internal sealed class PostgresReadSnapshot : IReadSnapshot
{
    public async Task<IAsyncDisposable> Open(AimiDbContext database, CancellationToken cancellationToken) =>
        await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
}
