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
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
