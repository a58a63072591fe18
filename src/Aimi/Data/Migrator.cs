using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>Brings the database up to date, once, however many replicas start at the same time.</summary>
public sealed partial class Migrator(IDbContextFactory<AimiDbContext> contexts, IMigrationGate gate, ILogger<Migrator> logger)
{
    /// <inheritdoc cref="Migrate(Action, CancellationToken)"/>
    public Task<IReadOnlyList<string>> Migrate(CancellationToken cancellationToken) => Migrate(static () => { }, cancellationToken);

    /// <summary>Applies the migrations that are missing.</summary>
    /// <param name="reached">Called once the database lets Aimi in, before it waits for its turn.</param>
    /// <returns>Their names; empty where the database was up to date, or another replica was first.</returns>
    /// <exception cref="DatabaseSetupException">The database is not as Aimi needs it.</exception>
    public async Task<IReadOnlyList<string>> Migrate(Action reached, CancellationToken cancellationToken)
    {
        await using var entered = await gate.Enter(reached, cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = (await context.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            Migrating(pending.Count);
            await context.Database.MigrateAsync(cancellationToken);
        }

        await gate.Secure(context, cancellationToken);
        return pending;
    }

    [LoggerMessage(1106, LogLevel.Information, "Bringing the database up to date, migrations to apply: {Count}", EventName = "database_migrating")]
    private partial void Migrating(int count);
}

/// <summary>Lets one process at a time bring the database up to date, and checks that the database is fit for it.</summary>
/// <remarks>
/// EF Core's own lock does not suffice: on PostgreSQL it locks the table of the history, which a new database does not have;
/// on SQLite it is a row that a crash leaves behind, for which the next start would wait for ever.
/// </remarks>
public interface IMigrationGate
{
    /// <summary>Waits for its turn; disposing gives it on, and so does the end of the process.</summary>
    /// <param name="reached">Called once the database lets Aimi in, before the wait.</param>
    /// <exception cref="DatabaseSetupException">The database is not as Aimi needs it.</exception>
    Task<IAsyncDisposable> Enter(Action reached, CancellationToken cancellationToken);

    /// <summary>Has the database itself keep people apart, in all tables that there are now. Nothing changes where it does already.</summary>
    Task Secure(AimiDbContext migrated, CancellationToken cancellationToken);
}
