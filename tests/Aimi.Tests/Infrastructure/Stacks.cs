using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Infrastructure;

/// <summary>One of the two ways to run Aimi, with a process that a class of tests shares. People are each test's own.</summary>
public abstract class TestStack : IAsyncLifetime
{
    private readonly List<AimiProcess> _replicas = [];

    public AimiProcess Aimi { get; private set; } = null!;

    /// <summary>The clock of the shared process, whose workers see all rows of the database: a test that stops the time stops it here too.</summary>
    public TimeProvider? Time { get; init; }

    public TestDatabase Database { get; }

    public abstract string? Redis { get; }

    protected TestStack(TestDatabase database) => Database = database;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Aimi = await AimiProcess.Start(Database, Redis, Time);
    }

    /// <summary>One more process on the same database and cache; it lives as long as the stack.</summary>
    public async Task<AimiProcess> Replica(TimeProvider? time = null, IDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var replica = await AimiProcess.Start(Database, Redis, time, settings, services: services);
        _replicas.Add(replica);
        return replica;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        await Aimi.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>SQLite and the process's own memory.</summary>
public sealed class EmbeddedStack() : TestStack(new SqliteDatabase())
{
    public override string? Redis => null;
}

/// <summary>PostgreSQL and Redis.</summary>
public sealed class ServerStack() : TestStack(new PostgresDatabase())
{
    public override string? Redis => SharedRedis.Address;
}
