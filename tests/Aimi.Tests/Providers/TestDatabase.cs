using Aimi.Data;
using Aimi.Graph;
using Aimi.Hosting;
using Aimi.Memory;
using Aimi.Planning;
using Aimi.Realtime;
using Aimi.Reminders;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Aimi.Tests.Providers;

/// <summary>Why a database refused a row.</summary>
public enum Violation
{
    Check,
    ForeignKey,
    Unique,
}

/// <summary>A database of one test class, migrated and else empty: what a behaviour suite needs of it, the same on both providers.</summary>
public abstract class TestDatabase : IAsyncLifetime
{
    private ServiceProvider? _services;

    /// <summary>The setting <c>Database</c> of an Aimi on this database; null for SQLite.</summary>
    public abstract string? ConnectionString { get; }

    /// <summary>The data folder of an Aimi on this database.</summary>
    public string DataFolder { get; } = Path.Combine(Path.GetTempPath(), $"aimi-test-{Guid.CreateVersion7():N}");

    public FakeTimeProvider Time { get; } = new(A.Now);

    public IServiceProvider Services => _services!;

    public virtual async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(DataFolder);
        _services = CreateServices(ConnectionString, DataFolder, Time);
        await Services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        Directory.Delete(DataFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The services of one process on a database.</summary>
    public static ServiceProvider CreateServices(
        string? connectionString, string dataFolder, TimeProvider time, Action<IServiceCollection>? customise = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time)
            .AddSingleton<Readiness>()
            .AddDatabase(connectionString, dataFolder)
            .AddRealtime(new ConfigurationBuilder().Build())
            .AddPlanning()
            .AddReminders(new ConfigurationBuilder().Build())
            .AddMemory()
            .AddGraph();
        customise?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public AimiDbContext Open() => Services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContext();

    /// <summary>As in a request: a scope of its own.</summary>
    public AsyncServiceScope Scope() => Services.CreateAsyncScope();

    public async Task Save(params IEnumerable<object> rows)
    {
        await using var context = Open();
        context.AddRange(rows);
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asserts that the database refuses these rows, and why.</summary>
    public async Task Refuses(Violation violation, params IEnumerable<object> rows)
    {
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => Save(rows));
        Assert.Equal(violation, Why(error.InnerException!));
    }

    /// <summary>Asserts that the database refuses this statement, and why.</summary>
    public async Task Refuses(Violation violation, string sql)
    {
        await using var context = Open();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken));
        Assert.Equal(violation, Why(error));
    }

    protected abstract Violation? Why(Exception error);
}
