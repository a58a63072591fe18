using Aimi.Data;
using Aimi.Data.Postgres;
using Aimi.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Aimi.Tests.Providers;

public sealed class MigrationsOnPostgres(EmptyPostgresDatabase database) : MigrationSuite(database), IClassFixture<EmptyPostgresDatabase>
{
    [Fact]
    public async Task A_role_that_may_not_create_the_extension_is_told_what_to_do()
    {
        var role = PostgresServer.NewName();
        var name = PostgresServer.NewName();
        await PostgresServer.Execute($"CREATE ROLE {role} LOGIN PASSWORD 'secret'");
        await PostgresServer.Execute($"CREATE DATABASE {name} OWNER {role}");
        try
        {
            var setting = new Npgsql.NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString(name)) { Username = role, Password = "secret" }.ConnectionString;
            await using (var services = TestDatabase.CreateServices(setting, "", TimeProvider.System))
            {
                var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => services.GetRequiredService<Migrator>().Migrate(Cancellation));
                Assert.Contains("CREATE EXTENSION vector", error.Message, StringComparison.Ordinal);

                // Nothing of the failed start stands in the way of the next.
                await PostgresServer.Execute("CREATE EXTENSION vector", name);
                await PostgresServer.Execute($"{PostgresRowSecurity.Roles}; GRANT aimi_person, aimi_service TO {role}", name);
                Assert.NotEmpty(await services.GetRequiredService<Migrator>().Migrate(Cancellation));
            }
        }
        finally
        {
            await PostgresServer.Drop(name);
            await PostgresServer.Execute($"DROP ROLE {role}");
        }
    }

    [Theory]
    [InlineData("Database", "aimi_test_no_such_database", "createdb")]
    [InlineData("Password", "not-the-password", "refused the user name or the password")]
    [InlineData("Port", "1", "does not answer")]
    public async Task A_setting_that_does_not_fit_is_explained_without_the_secret(string key, string value, string expected)
    {
        var setting = new Npgsql.NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString("postgres")) { [key] = value };
        await using var services = TestDatabase.CreateServices(setting.ConnectionString, "", TimeProvider.System);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => services.GetRequiredService<Migrator>().Migrate(Cancellation));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(setting.Password!, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_operator_wrote_of_the_connection_stands_and_the_rest_is_a_services()
    {
        await using var plain = TestDatabase.CreateServices("Host=db", "", TimeProvider.System);
        var defaults = new Npgsql.NpgsqlConnectionStringBuilder(plain.GetRequiredService<Npgsql.NpgsqlDataSource>().ConnectionString);
        Assert.Equal((50, 30, "aimi"), (defaults.MaxAutoPrepare, defaults.MaxPoolSize, defaults.ApplicationName));

        await using var written = TestDatabase.CreateServices("Host=db;Max Auto Prepare=0;Maximum Pool Size=7;Application Name=mine", "", TimeProvider.System);
        var chosen = new Npgsql.NpgsqlConnectionStringBuilder(written.GetRequiredService<Npgsql.NpgsqlDataSource>().ConnectionString);
        Assert.Equal((0, 7, "mine"), (chosen.MaxAutoPrepare, chosen.MaxPoolSize, chosen.ApplicationName));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Username=aimi;Password=hunter2")]
    [InlineData("Data Source=aimi.db;Password=hunter2")]
    public void A_setting_that_is_no_connection_string_is_explained_without_the_secret(string setting)
    {
        var error = Assert.Throws<DatabaseSetupException>(() => TestDatabase.CreateServices(setting, "", TimeProvider.System));
        Assert.Contains("Host=", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }
}

public sealed class MigrationsOnSqlite(EmptySqliteDatabase database) : MigrationSuite(database), IClassFixture<EmptySqliteDatabase>
{
    private readonly EmptySqliteDatabase _database = database;

    [Fact]
    public async Task A_start_that_crashed_while_migrating_does_not_hold_up_the_next()
    {
        await using var services = await _database.Fresh();
        await services.GetRequiredService<Migrator>().Migrate(Cancellation);
        await using (var context = Open(services))
        {
            await context.Database.ExecuteSqlRawAsync(
                """
                DELETE FROM "__EFMigrationsHistory";
                DROP VIEW graph_edges;
                DROP VIEW graph_nodes;
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-03-15');
                """,
                Cancellation);
            foreach (var table in await context.Database.SqlQueryRaw<string>(
                "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'memory_search_%'").ToListAsync(Cancellation))
            {
                var sql = $"PRAGMA foreign_keys = OFF; DROP TABLE {table};";
                await context.Database.ExecuteSqlRawAsync(sql, Cancellation);
            }
        }

        Assert.NotEmpty(await services.GetRequiredService<Migrator>().Migrate(Cancellation));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_is_explained()
    {
        await using var here = await _database.Fresh();
        var file = here.GetRequiredService<SqliteConnections>().File;
        await File.WriteAllTextAsync(file, "", Cancellation);
        await using var services = TestDatabase.CreateServices(connectionString: null, Path.Combine(file, "below-a-file"), TimeProvider.System);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => services.GetRequiredService<Migrator>().Migrate(Cancellation));
        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_explained()
    {
        await using var services = await _database.Fresh();
        await File.WriteAllTextAsync(services.GetRequiredService<SqliteConnections>().File, string.Concat(Enumerable.Repeat("not a database. ", 100)), Cancellation);

        var error = await Assert.ThrowsAsync<DatabaseSetupException>(() => services.GetRequiredService<Migrator>().Migrate(Cancellation));
        Assert.Contains("aimi.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_connection_waits_for_the_disk_and_minds_foreign_keys()
    {
        await using var services = await _database.Fresh();
        await services.GetRequiredService<Migrator>().Migrate(Cancellation);
        for (var i = 0; i < 3; i++)
        {
            await using var context = Open(services);
            Assert.Equal("wal", await Pragma<string>(context, "journal_mode"));
            Assert.Equal(2, await Pragma<long>(context, "synchronous"));
            Assert.Equal(1, await Pragma<long>(context, "foreign_keys"));
            Assert.Equal(5000, await Pragma<long>(context, "busy_timeout", "timeout"));
        }
    }

    private static async Task<T> Pragma<T>(DbContext context, string name, string? column = null)
    {
        var sql = $"SELECT \"{column ?? name}\" AS \"Value\" FROM pragma_{name}";
        return (await context.Database.SqlQueryRaw<T>(sql).ToListAsync(Cancellation)).Single();
    }
}

/// <summary>A database that is there and was never migrated, as often as a test asks.</summary>
public interface IEmptyDatabase
{
    Task<ServiceProvider> Fresh();

    ServiceProvider Another();
}

/// <summary>How a database comes to the schema, and back.</summary>
public abstract class MigrationSuite(IEmptyDatabase database)
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_replicas_that_start_at_once_migrate_once()
    {
        await using var first = await database.Fresh();
        var replicas = Enumerable.Range(0, 9).Select(_ => database.Another()).Prepend(first).ToList();

        var applied = await Task.WhenAll(replicas.Select(replica => Task.Run(() => replica.GetRequiredService<Migrator>().Migrate(Cancellation))));

        Assert.Single(applied, migrations => migrations.Count > 0);
        foreach (var replica in replicas)
        {
            var me = A.User();
            await using var context = Open(replica);
            context.AddRange(me, A.Memory(me, [1, 2]));
            await context.SaveChangesAsync(Cancellation);
            Assert.Equal(2, (await context.MemoryVectors.SingleAsync(memory => memory.UserId == me.Id, Cancellation)).Embedding!.Value.Length);
        }

        foreach (var replica in replicas.Skip(1))
            await replica.DisposeAsync();
    }

    [Fact]
    public async Task The_way_down_leaves_nothing_and_the_way_up_works_again()
    {
        await using var services = await database.Fresh();
        await services.GetRequiredService<Migrator>().Migrate(Cancellation);
        await using var context = Open(services);
        context.AddRange(A.LifeOf(A.User()));
        await context.SaveChangesAsync(Cancellation);

        await context.GetService<Microsoft.EntityFrameworkCore.Migrations.IMigrator>().MigrateAsync(Migration.InitialDatabase, Cancellation);
        Assert.Empty(await Relations(context));

        Assert.NotEmpty(await services.GetRequiredService<Migrator>().Migrate(Cancellation));
        var wanted = context.Model.GetEntityTypes().Select(entity => entity.GetTableName() ?? entity.GetViewName()!).Order(StringComparer.Ordinal);
        Assert.Equal(wanted, await Relations(context), StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_up_to_date_database_is_left_alone()
    {
        await using var services = await database.Fresh();
        Assert.NotEmpty(await services.GetRequiredService<Migrator>().Migrate(Cancellation));
        Assert.Empty(await services.GetRequiredService<Migrator>().Migrate(Cancellation));
    }

    [Fact]
    public async Task The_migrations_say_what_the_model_says()
    {
        await using var services = await database.Fresh();
        await using var context = Open(services);
        Assert.False(context.Database.HasPendingModelChanges(), "Entities changed: add a migration for both databases.");
    }

    protected static AimiDbContext Open(IServiceProvider services) => services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContext();

    private static async Task<IReadOnlyList<string>> Relations(AimiDbContext context)
    {
        var sql = context is PostgresDbContext
            ? "SELECT table_name::text AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public'"
            : "SELECT name AS \"Value\" FROM sqlite_master WHERE type IN ('table', 'view')";
        var names = await context.Database.SqlQueryRaw<string>(sql).ToListAsync(Cancellation);

        // Not of the model: EF Core's own, SQLite's, and SQLite's full-text index.
        string[] others = ["__EF", "sqlite_", "memory_search"];
        return [.. names.Where(name => !others.Any(other => name.StartsWith(other, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
    }
}
