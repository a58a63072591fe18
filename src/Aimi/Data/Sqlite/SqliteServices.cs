using Aimi.Assistant.Context;
using Aimi.Memory.Recall;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data.Sqlite;

/// <summary>Aimi on SQLite, in one file.</summary>
internal static class SqliteServices
{
    public static void AddSqlite(this IServiceCollection services, string dataFolder)
    {
        services.AddSingleton(_ => new SqliteConnections(dataFolder));
        services.AddSingleton<Messages.IMessageStore, SqliteMessageStore>();
        services.AddContext<SqliteDbContext>((provider, options) =>
        {
            var connections = provider.GetRequiredService<SqliteConnections>();
            options.UseSqlite(connections.ConnectionString).AddInterceptors(connections);

            // Only there where traces are made: else EF Core has nobody to ask at each statement.
            if (provider.GetService<SqliteSpans>() is { } spans)
                options.AddInterceptors(spans);
        });
        services.AddSingleton<IMigrationGate, SqliteMigrationGate>();
        services.AddSingleton<IReadSnapshot, SqliteReadSnapshot>();
        services.AddSingleton<IDatabaseCheckup, SqliteCheckup>();
        services.AddSingleton<IDatabaseProbe, SqliteProbe>();
        services.AddSingleton<IReminderQueue, SqliteReminderQueue>();
        services.AddSingleton<Memory.Embeddings.IEmbeddingGate, SqliteEmbeddingGate>();
        services.AddSingleton<IMemoryIndex, SqliteMemoryIndex>();
        services.AddSingleton<IContextSource, SqliteContextSource>();
        services.AddSingleton<Sync.ISyncHorizon, SqliteSyncHorizon>();
    }
}
