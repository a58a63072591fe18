using System.Diagnostics;
using Aimi.Assistant.Context;
using Aimi.Memory.Recall;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;

namespace Aimi.Data.Postgres;

/// <summary>Aimi on PostgreSQL.</summary>
internal static class PostgresServices
{
    public static void AddPostgres(this IServiceCollection services, string connectionString)
    {
        var settings = Read(connectionString);
        services.AddSingleton(provider => Connect(settings, provider.GetService<ILoggerFactory>()));
        services.AddSingleton<Messages.IMessageStore, PostgresMessageStore>();
        services.AddContext<PostgresDbContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.UseVector())
                .AddInterceptors(provider.GetRequiredService<PostgresActing>())
                .ReplaceService<IModificationCommandBatchFactory, PostgresSaveBatch.Factory>());
        services.AddSingleton<PostgresActing>();
        services.AddSingleton<IMigrationGate, PostgresMigrationGate>();
        services.AddSingleton<IReadSnapshot, PostgresReadSnapshot>();
        services.AddSingleton<IDatabaseCheckup, PostgresCheckup>();
        services.AddSingleton<IDatabaseProbe, PostgresProbe>();
        services.AddSingleton<IReminderQueue, PostgresReminderQueue>();
        services.AddSingleton<Memory.Embeddings.IEmbeddingGate, PostgresEmbeddingGate>();
        services.AddSingleton<IMemoryIndex, PostgresMemoryIndex>();
        services.AddSingleton<IContextSource, PostgresContextSource>();
        services.AddSingleton<Sync.ISyncHorizon, PostgresSyncHorizon>();
    }

    /// <exception cref="DatabaseSetupException">It is not PostgreSQL's connection string. The message never repeats it: it may hold a password.</exception>
    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException error)
        {
            throw new DatabaseSetupException(DatabaseSetupException.NotAConnectionString, error);
        }

        if (string.IsNullOrEmpty(settings.Host))
            throw new DatabaseSetupException(DatabaseSetupException.NotAConnectionString);

        // What the operator wrote stands; these are the defaults of a service with several replicas on one server.
        var written = settings.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        settings.ApplicationName ??= "aimi";

        // A connection stays as it began: nobody's. Nothing here leaves anything behind on it.
        settings.NoResetOnClose = true;

        // It would put the values of rows into exceptions.
        settings.IncludeErrorDetail = false;
        if (!written.Contains("Max Auto Prepare"))
            settings.MaxAutoPrepare = 50;
        if (!written.Contains("Maximum Pool Size"))
            settings.MaxPoolSize = 30;
        return settings;
    }

    private static NpgsqlDataSource Connect(NpgsqlConnectionStringBuilder settings, ILoggerFactory? logging)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseVector();
        builder.UseLoggerFactory(logging);
        // What asks again and again whether there is something to do is part of nothing.
        builder.ConfigureTracing(traces => traces
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .ConfigureBatchFilter(_ => Activity.Current is not null)
            .ConfigureCommandSpanNameProvider(command => SqlSummary.Of(command.CommandText))
            .ConfigureBatchSpanNameProvider(batch => SqlSummary.Of(batch.BatchCommands[^1].CommandText))
            .EnablePhysicalOpenTracing(false)
            .EnableFirstResponseEvent(false));
        builder.UsePhysicalConnectionInitializer(PostgresActing.Begin, PostgresActing.BeginAsync);
        return builder.Build();
    }
}
