using Aimi.Data;
using Aimi.Messages;

namespace Aimi.Assistant.Deeds;

/// <summary>
/// What a turn is going to change. A deed is tried when a tool asks for it, in a transaction that is rolled back, so that the model is told what would come of it;
/// all of them are done when the reply is stored, in its transaction. So a turn that is run again did nothing before, and no lock is held while a model thinks.
/// </summary>
/// <remarks>A deed is run more than once: it makes its ids before, and touches nothing outside of the database.</remarks>
public sealed class TurnDeeds(IServiceScopeFactory scopes) : IDisposable
{
    private readonly List<Deed> _deeds = [];
    private readonly List<ReplyAction> _actions = [];
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>What would be done so far: what a reply may say that it did.</summary>
    public IReadOnlyList<ReplyAction> Actions
    {
        get
        {
            lock (_actions)
                return [.. _actions];
        }
    }

    /// <summary>What the reply asks the person to agree to; the last one counts.</summary>
    public PendingConfirmation? Pending { get; set; }

    public bool IsEmpty => _deeds.Count == 0;

    public void Dispose() => _gate.Dispose();

    /// <summary>Tries a deed after those before it, and keeps it where it succeeds.</summary>
    /// <returns>What the deed said of itself.</returns>
    public async Task<T> Try<T>(Func<IServiceProvider, CancellationToken, Task<Outcome<T>>> deed, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var outcome = await Rehearse(deed, cancellationToken);
            if (outcome.IsDone)
            {
                _deeds.Add(async (services, token) => (await deed(services, token)) is { IsDone: true } again ? (again.Action, again.Afterwards) : null);
                if (outcome.Action is { } action)
                {
                    lock (_actions)
                        _actions.Add(action);
                }
            }

            return outcome.Answer;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads what is there, as if the deeds so far were done.</summary>
    public async Task<T> Look<T>(Func<IServiceProvider, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!IsEmpty)
                return await Rehearse(read, cancellationToken);

            await using var scope = scopes.CreateAsyncScope();
            return await read(scope.ServiceProvider, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Reads what is there, without the deeds so far: for what asks a vendor, and may take its time.</summary>
    public async Task<T> LookAtCommitted<T>(Func<IServiceProvider, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider, cancellationToken);
    }

    /// <summary>Does them all, and stores the reply with them: together or not at all.</summary>
    /// <param name="store">Stores the reply, in the transaction that is open on the context, with the rows that were changed.</param>
    /// <exception cref="DeedImpossibleException">Something changed since it was tried; nothing was done.</exception>
    public async Task<StoreOutcome> Commit(
        Func<AimiDbContext, IReadOnlyList<ReplyAction>, CancellationToken, Task<StoreOutcome>> store, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var (actions, afterwards) = (new List<ReplyAction>(), new List<Func<CancellationToken, Task>>());
        foreach (var deed in _deeds)
        {
            var (action, after) = await deed(scope.ServiceProvider, cancellationToken) ?? throw new DeedImpossibleException();
            if (action is not null)
                actions.Add(action);
            if (after is not null)
                afterwards.Add(after);
        }

        var stored = await store(database, actions, cancellationToken);
        if (stored.Status != StoreStatus.Stored)
            return stored;

        // What is done stays done, and is told, though nobody waits for the reply any more.
        await transaction.CommitAsync(CancellationToken.None);
        foreach (var after in afterwards)
            await after(CancellationToken.None);
        return stored;
    }

    private async Task<T> Rehearse<T>(Func<IServiceProvider, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AimiDbContext>();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        foreach (var deed in _deeds)
        {
            if (await deed(scope.ServiceProvider, cancellationToken) is null)
                throw new DeedImpossibleException();
        }

        // Never committed: disposing of the transaction takes it back.
        return await work(scope.ServiceProvider, cancellationToken);
    }

    private delegate Task<(ReplyAction? Action, Func<CancellationToken, Task>? Afterwards)?> Deed(IServiceProvider services, CancellationToken cancellationToken);
}

/// <summary>What came of a deed.</summary>
/// <param name="Action">The row that shows it; null where nothing was done.</param>
/// <param name="Afterwards">What has to follow once it is committed, such as clearing copies.</param>
public sealed record Outcome<T>(T Answer, ReplyAction? Action = null, Func<CancellationToken, Task>? Afterwards = null)
{
    /// <summary>Something was changed, be there a row to show or not.</summary>
    public bool IsDone => Action is not null || Afterwards is not null;
}

/// <summary>What a turn was going to do cannot be done any more.</summary>
public sealed class DeedImpossibleException() : Exception("The person's data changed while they were answered.");
