using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Aimi.Data;

/// <summary>What is done once it is certain: when the open transaction is committed, and never where that is rolled back. It must not fail, nor use the database.</summary>
internal sealed class AfterCommit : DbTransactionInterceptor
{
    // Held by the transaction that they wait for: one that is rolled back, or abandoned, takes them with it.
    private static readonly ConditionalWeakTable<IDbContextTransaction, List<Action>> Waiting = [];

    /// <summary>For after the commit of the transaction that is open on the context; at once where none is.</summary>
    public static void Do(AimiDbContext database, Action action)
    {
        if (database.Database.CurrentTransaction is { } open)
            Waiting.GetOrCreateValue(open).Add(action);
        else
            action();
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Done(eventData);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Done(eventData);
        return Task.CompletedTask;
    }

    private static void Done(TransactionEndEventData committed)
    {
        if (committed.Context?.Database.CurrentTransaction is not { } open || !Waiting.Remove(open, out var actions))
            return;

        foreach (var action in actions)
            action();
    }
}
