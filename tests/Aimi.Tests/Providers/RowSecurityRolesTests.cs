using Aimi.Data;
using Aimi.Data.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Aimi.Tests.Providers;

/// <summary>The roles of row-level security, on servers where Aimi's login may do little.</summary>
public sealed class RowSecurityRolesTests(EmptyPostgresDatabase databases) : IClassFixture<EmptyPostgresDatabase>, IAsyncLifetime
{
    private readonly string _login = $"aimi_test_login_{Guid.CreateVersion7():N}";
    private readonly string _database = PostgresServer.NewName();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await PostgresServer.Execute($"CREATE ROLE {_login} LOGIN PASSWORD 'secret'");
        await PostgresServer.Create(_database, template: null);
        await PostgresServer.Execute($"ALTER DATABASE {_database} OWNER TO {_login}");
        await PostgresServer.Execute("CREATE EXTENSION vector", _database);
    }

    public async ValueTask DisposeAsync()
    {
        await PostgresServer.Drop(_database);
        await PostgresServer.Execute($"DROP ROLE {_login}");
    }

    [Fact]
    public async Task A_login_that_may_not_take_the_roles_is_told_what_a_superuser_has_to_run_and_with_that_people_are_kept_apart_from_the_owner_too()
    {
        // The roles themselves are made by whichever database of the server was first.
        await using (var first = await databases.Fresh())
            await first.GetRequiredService<Migrator>().Migrate(Cancel);

        await using var services = TestDatabase.CreateServices(ConnectionString, dataFolder: "", TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => services.GetRequiredService<Migrator>().Migrate(Cancel));
        Assert.Contains("GRANT aimi_person, aimi_service TO", refusal.Message, StringComparison.Ordinal);

        await PostgresServer.Execute($"GRANT aimi_person, aimi_service TO {_login}");
        await services.GetRequiredService<Migrator>().Migrate(Cancel);
        await using var context = services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContext();
        var (me, other) = (A.User(), A.User());
        context.AddRange(me, other);
        await context.SaveChangesAsync(Cancel);
        using (Acting.For(me.Id))
            Assert.Equal([me.Id], await context.Users.Select(user => user.Id).ToListAsync(Cancel));
        using (Acting.ForNobody())
            Assert.Empty(await context.Users.ToListAsync(Cancel));

        // Nothing is left to do, and nothing is done: a start changes no table.
        Assert.Empty(await services.GetRequiredService<Migrator>().Migrate(Cancel));
    }

    [Fact]
    public async Task Databases_of_one_server_make_the_roles_at_the_same_time()
    {
        var (person, service) = ($"aimi_test_{Guid.CreateVersion7():N}", $"aimi_test_{Guid.CreateVersion7():N}");
        var roles = PostgresRowSecurity.Roles.Replace("aimi_person", person, StringComparison.Ordinal).Replace("aimi_service", service, StringComparison.Ordinal);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => PostgresServer.Execute(roles, turn % 2 == 0 ? "postgres" : _database)));
            await PostgresServer.Execute($"SET ROLE {person}; RESET ROLE; SET ROLE {service}");
        }
        finally
        {
            await PostgresServer.Execute($"DROP ROLE IF EXISTS {person}; DROP ROLE IF EXISTS {service}");
        }
    }

    [Fact]
    public async Task The_roles_can_do_no_more_than_they_must()
    {
        await using var services = await databases.Fresh();
        await services.GetRequiredService<Migrator>().Migrate(Cancel);
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Cancel);
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*), bool_or(rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb OR rolreplication),
                   bool_or(pg_has_role(oid, 'aimi_service', 'MEMBER') AND rolname = 'aimi_person'),
                   bool_or(has_schema_privilege(oid, 'public', 'CREATE'))
            FROM pg_roles WHERE rolname IN ('aimi_person', 'aimi_service')
            """,
            connection);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        await row.ReadAsync(Cancel);
        Assert.Equal((2L, false, false, false), (row.GetInt64(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3)));
    }

    private string ConnectionString =>
        new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString(_database)) { Username = _login, Password = "secret" }.ConnectionString;
}
