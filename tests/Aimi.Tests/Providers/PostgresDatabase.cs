using Aimi.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

[assembly: AssemblyFixture(typeof(Aimi.Tests.Providers.PostgresTemplate))]

namespace Aimi.Tests.Providers;

/// <summary>A database of its own on the server that the tests were given, dropped at the end.</summary>
public sealed class PostgresDatabase : TestDatabase
{
    private readonly string _name = PostgresServer.NewName();

    public override string? ConnectionString => PostgresServer.ConnectionString(_name);

    public override async ValueTask InitializeAsync()
    {
        await PostgresServer.Create(_name, await PostgresTemplate.Name);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await PostgresServer.Drop(_name);
    }

    /// <summary>Cuts all connections and lets no new one in, as a server that is stopped would.</summary>
    public async Task Close()
    {
        await PostgresServer.Execute($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false");
        await PostgresServer.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");
    }

    /// <summary>As the superuser, whom the tables do not belong to either but who may do everything.</summary>
    public Task Execute(string sql) => PostgresServer.Execute(sql, _name);

    public Task Reopen() => PostgresServer.Execute($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");

    protected override Violation? Why(Exception error) => (error as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.CheckViolation => Violation.Check,
        PostgresErrorCodes.ForeignKeyViolation => Violation.ForeignKey,
        PostgresErrorCodes.UniqueViolation => Violation.Unique,
        _ => null,
    };
}

/// <summary>A migrated database, made for the first test that needs one, and copied for each: a copy takes a fraction of a migration's time.</summary>
public sealed class PostgresTemplate : IAsyncLifetime
{
    private static readonly Lazy<Task<string>> Made = new(Make);

    public static Task<string> Name => Made.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Made is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await PostgresServer.Drop(await Made.Value);
    }

    private static async Task<string> Make()
    {
        var name = PostgresServer.NewName();
        await PostgresServer.Create(name, template: null);
        await using var services = TestDatabase.CreateServices(PostgresServer.ConnectionString(name), dataFolder: "", TimeProvider.System);
        await services.GetRequiredService<Migrator>().Migrate(CancellationToken.None);
        return name;
    }
}

/// <summary>The server that <c>AIMI_TEST_POSTGRES</c> names.</summary>
internal static class PostgresServer
{
    private static string Setting => Environment.GetEnvironmentVariable("AIMI_TEST_POSTGRES") is { Length: > 0 } setting
        ? setting
        : throw new InvalidOperationException(
            "These tests need PostgreSQL with pgvector. Run ./test, which starts one, or set AIMI_TEST_POSTGRES to the connection string of a superuser, without a database.");

    public static string NewName() => $"aimi_test_{Guid.CreateVersion7():N}";

    public static string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Setting) { Database = database, MaxPoolSize = 20, IncludeErrorDetail = true }.ConnectionString;

    public static Task Create(string database, string? template) =>
        Execute($"CREATE DATABASE {database}" + (template is null ? "" : $" TEMPLATE {template}"));

    public static Task Drop(string database) => Execute($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");

    public static async Task Execute(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Setting) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
