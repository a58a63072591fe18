using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>Together or not at all.</summary>
public static class Transactions
{
    /// <summary>Does the work in the open transaction if there is one, else in one of its own; on SQLite that has the writer's lock from its beginning.</summary>
    public static async Task<T> InTransaction<T>(this AimiDbContext database, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (database.Database.CurrentTransaction is not null)
            return await work();

        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var result = await work();

        // Not cancelled: whoever asked could not know whether it happened.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    /// <summary>
    /// Between two transactions of a worker that has many: SQLite has one writer, and who waits for their turn does not stand in a line but looks again every 150 ms.
    /// Without a pause as long they would wait until the worker is done.
    /// </summary>
    public static Task LetOthersWrite(this AimiDbContext database, CancellationToken cancellationToken) =>
        database.Database.IsSqlite() && database.Database.CurrentTransaction is null ? Task.Delay(TimeSpan.FromMilliseconds(160), cancellationToken) : Task.CompletedTask;
}
