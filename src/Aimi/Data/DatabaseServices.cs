using Aimi.Data.Postgres;
using Aimi.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Data;

/// <summary>The one place that knows which database Aimi runs on.</summary>
public static class DatabaseServices
{
    private static readonly AfterCommit AfterCommits = new();

    /// <summary>
    /// Registers the context (scoped, and as <see cref="IDbContextFactory{TContext}"/> of <see cref="AimiDbContext"/>), the <see cref="Migrator"/>
    /// and what the features need of the database beside EF Core.
    /// </summary>
    /// <param name="connectionString">PostgreSQL's, with <c>Host=</c>; null or empty for SQLite.</param>
    /// <param name="dataFolder">Where SQLite's file <c>aimi.db</c> lies.</param>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string? connectionString, string dataFolder)
    {
        services.AddSingleton<ChangeStamps>();
        services.AddSingleton<Migrator>();
        if (string.IsNullOrWhiteSpace(connectionString))
            services.AddSqlite(dataFolder);
        else
            services.AddPostgres(connectionString);

        return services;
    }

    /// <summary>What both databases have in common, at runtime, at design time and in tests.</summary>
    internal static DbContextOptionsBuilder UseAimiConventions(this DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention();

    /// <summary>A pooled context of one database, under the name that the features know.</summary>
    internal static void AddContext<T>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where T : AimiDbContext
    {
        services.AddPooledDbContextFactory<T>((provider, options) =>
        {
            configure(provider, options);
            options.UseAimiConventions().AddInterceptors(provider.GetRequiredService<ChangeStamps>(), AfterCommits);
        });
        services.AddSingleton<IDbContextFactory<AimiDbContext>, ContextFactory<T>>();
        services.AddScoped<AimiDbContext>(provider => provider.GetRequiredService<IDbContextFactory<T>>().CreateDbContext());
    }

    private sealed class ContextFactory<T>(IDbContextFactory<T> factory) : IDbContextFactory<AimiDbContext>
        where T : AimiDbContext
    {
        public AimiDbContext CreateDbContext() => factory.CreateDbContext();
    }
}
