using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Providers;

public sealed class EmptyPostgresDatabase : IEmptyDatabase, IAsyncLifetime
{
    private readonly List<string> _names = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<ServiceProvider> Fresh()
    {
        _names.Add(PostgresServer.NewName());
        await PostgresServer.Create(_names[^1], template: null);
        return Another();
    }

    public ServiceProvider Another() => TestDatabase.CreateServices(PostgresServer.ConnectionString(_names[^1]), dataFolder: "", TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _names)
            await PostgresServer.Drop(name);
    }
}

public sealed class EmptySqliteDatabase : IEmptyDatabase, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aimi-test-");
    private string _current = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public Task<ServiceProvider> Fresh()
    {
        _current = _folder.CreateSubdirectory(Guid.CreateVersion7().ToString("N")).FullName;
        return Task.FromResult(Another());
    }

    public ServiceProvider Another() => TestDatabase.CreateServices(connectionString: null, _current, TimeProvider.System);

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
