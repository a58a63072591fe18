using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

// What is put together here are names of the model, and ids.
#pragma warning disable EF1002

namespace Aimi.Tests.Providers;

/// <summary>The second wall: a statement that forgets whose rows it wants gets those of the person for whom the program acts, in every table, those to come among them.</summary>
public sealed class RowSecurityTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    /// <summary>Tables that belong to nobody: Aimi's own affair. One more is thought about before it is written here.</summary>
    private static readonly string[] Nobodys = ["auth_challenges", "data_protection_keys"];

    private readonly User _me = A.User();
    private readonly User _other = A.User();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_statement_without_a_where_reads_and_changes_the_persons_own_rows_in_every_table()
    {
        await database.Save([.. A.LifeOf(_me), .. A.LifeOf(_other)]);
        await using var context = database.Open();
        foreach (var table in Personal(context))
        {
            var (name, owner) = (table.GetTableName()!, Owner(table));
            using (Acting.For(_me.Id))
            {
                var mine = await Count(context, $"SELECT count(*) AS \"Value\" FROM {name} WHERE {owner} = '{_me.Id}'");
                Assert.True(mine > 0, $"{name}: A.LifeOf makes no row of it.");
                Assert.Equal(mine, await Count(context, $"SELECT count(*) AS \"Value\" FROM {name}"));
                Assert.Equal(mine, await context.Database.ExecuteSqlRawAsync($"UPDATE {name} SET {owner} = {owner}", Cancel));
                Assert.Equal(0, await context.Database.ExecuteSqlRawAsync($"DELETE FROM {name} WHERE {owner} <> '{_me.Id}'", Cancel));
            }

            using (Acting.ForNobody())
            {
                Assert.Equal(0, await Count(context, $"SELECT count(*) AS \"Value\" FROM {name}"));
                Assert.Equal(0, await context.Database.ExecuteSqlRawAsync($"UPDATE {name} SET {owner} = {owner}", Cancel));
                Assert.Equal(0, await context.Database.ExecuteSqlRawAsync($"DELETE FROM {name}", Cancel));
            }

            Assert.True(await Count(context, $"SELECT count(*) AS \"Value\" FROM {name} WHERE {owner} = '{_other.Id}'") > 0, name);
        }
    }

    [Fact]
    public async Task A_delete_without_a_where_leaves_the_others_with_all_they_have()
    {
        await database.Save([.. A.LifeOf(_me), .. A.LifeOf(_other)]);
        await using var context = database.Open();
        var tables = Personal(context).ToList();
        var before = await Rows(_other);
        using (Acting.For(_me.Id))
        {
            // What others of their rows point at goes when those are gone.
            await using var transaction = await context.Database.BeginTransactionAsync(Cancel);
            var left = new Queue<string>(tables.Select(table => table.GetTableName()!));
            for (var refused = 0; left.TryDequeue(out var name); refused = refused > left.Count ? throw new InvalidOperationException(name) : refused)
            {
                await transaction.CreateSavepointAsync("before", Cancel);
                try
                {
                    await context.Database.ExecuteSqlRawAsync($"DELETE FROM {name}", Cancel);
                    refused = 0;
                }
                catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
                {
                    await transaction.RollbackToSavepointAsync("before", Cancel);
                    left.Enqueue(name);
                    refused++;
                }
            }

            await transaction.CommitAsync(Cancel);
        }

        Assert.All(await Rows(_me), rows => Assert.Equal(0, rows.Value));
        Assert.Equal(before, await Rows(_other));

        async Task<SortedDictionary<string, int>> Rows(User user)
        {
            var rows = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var table in tables)
                rows[table.GetTableName()!] = await Count(context, $"SELECT count(*) AS \"Value\" FROM {table.GetTableName()} WHERE {Owner(table)} = '{user.Id}'");
            return rows;
        }
    }

    [Fact]
    public async Task A_row_for_another_person_is_refused_in_every_table()
    {
        await database.Save([.. A.LifeOf(_me), .. A.LifeOf(_other)]);
        await using var context = database.Open();
        foreach (var table in Personal(context))
        {
            var (name, owner) = (table.GetTableName()!, Owner(table));
            var columns = string.Join(", ", table.GetProperties().Select(property => $"\"{property.GetColumnName()}\""));
            var row = await context.Database.SqlQueryRaw<string>($"SELECT to_jsonb(t)::text AS \"Value\" FROM {name} t WHERE {owner} = '{_other.Id}' LIMIT 1").SingleAsync(Cancel);
            var insert = $"INSERT INTO {name} ({columns}) SELECT {columns} FROM jsonb_populate_record(NULL::{name}, {{0}}::jsonb)";
            using (Acting.For(_me.Id))
            {
                await Refused(() => context.Database.ExecuteSqlRawAsync(insert, [row], Cancel), name);
                await Refused(() => context.Database.ExecuteSqlRawAsync($"UPDATE {name} SET {owner} = '{_other.Id}'", Cancel), name);
            }

            using (Acting.ForNobody())
                await Refused(() => context.Database.ExecuteSqlRawAsync(insert, [row], Cancel), name);
        }
    }

    [Fact]
    public async Task The_views_show_the_persons_own_rows()
    {
        await database.Save([.. A.LifeOf(_me), .. A.LifeOf(_other)]);
        await using var context = database.Open();
        var views = context.Model.GetEntityTypes().Select(entity => entity.GetViewName()).OfType<string>().ToList();
        Assert.Equal(["graph_edges", "graph_nodes"], views.Order(StringComparer.Ordinal));
        foreach (var view in views)
        {
            using (Acting.For(_me.Id))
            {
                Assert.True(await Count(context, $"SELECT count(*) AS \"Value\" FROM {view}") > 0, view);
                Assert.Equal(0, await Count(context, $"SELECT count(*) AS \"Value\" FROM {view} WHERE user_id <> '{_me.Id}'"));
            }

            using (Acting.ForNobody())
                Assert.Equal(0, await Count(context, $"SELECT count(*) AS \"Value\" FROM {view}"));
        }
    }

    [Fact]
    public async Task What_belongs_to_nobody_is_known_by_name_and_out_of_every_persons_reach()
    {
        await using var context = database.Open();
        var tables = Tables(context).Where(table => !IsPersonal(table)).Select(table => table.GetTableName()!).ToList();
        Assert.Equal(Nobodys.Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
        foreach (var name in tables.Append("\"__EFMigrationsHistory\""))
        {
            using (Acting.For(_me.Id))
                await Refused(() => Count(context, $"SELECT count(*) AS \"Value\" FROM {name}"), name);
        }
    }

    [Fact]
    public async Task A_connection_is_nobodys_even_after_it_was_everybodys_and_though_the_login_is_a_superuser()
    {
        await database.Save(A.User());
        await using var connection = await database.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(Cancel);
        await using var command = new NpgsqlCommand("SELECT session_user = 'aimi_person', current_user = 'aimi_person', (SELECT count(*) FROM users)", connection);
        await using var row = await command.ExecuteReaderAsync(Cancel);
        await row.ReadAsync(Cancel);
        Assert.Equal((false, true, 0L), (row.GetBoolean(0), row.GetBoolean(1), row.GetInt64(2)));
    }

    [Fact]
    public async Task Who_is_acted_for_changes_within_a_transaction_and_ends_with_it()
    {
        await database.Save(_me, _other);
        await using var context = database.Open();
        await using (var transaction = await context.Database.BeginTransactionAsync(Cancel))
        {
            using (Acting.For(_me.Id))
                Assert.Equal([_me.Id], await Seen());
            using (Acting.For(_other.Id))
                Assert.Equal([_other.Id], await Seen());
            using (Acting.ForNobody())
                Assert.Empty(await Seen());
            Assert.True((await Seen()).Count >= 2);
            await transaction.CommitAsync(Cancel);
        }

        using (Acting.ForNobody())
            Assert.Empty(await Seen());

        Task<List<Guid>> Seen() => context.Users.Select(user => user.Id).ToListAsync(Cancel);
    }

    [Fact]
    public async Task A_save_notices_the_row_that_is_gone_wherever_it_stands()
    {
        List<Goal> goals = [A.Goal(_me), A.Goal(_me), A.Goal(_me)];
        await database.Save([_me, .. goals]);
        using var acting = Acting.For(_me.Id);
        foreach (var gone in goals)
        {
            await using var context = database.Open();
            var mine = await context.Goals.Where(goal => goal.UserId == _me.Id).ToListAsync(Cancel);
            mine.ForEach(goal => goal.Title = "changed");
            await context.Database.BeginTransactionAsync(Cancel);
            await context.Goals.Where(goal => goal.UserId == _me.Id && goal.Id == gone.Id).ExecuteDeleteAsync(Cancel);
            var conflict = await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancel));
            Assert.Equal(gone.Id, Assert.IsType<Goal>(Assert.Single(conflict.Entries).Entity).Id);
        }
    }

    private static IEnumerable<IEntityType> Tables(AimiDbContext context) => context.Model.GetEntityTypes().Where(entity => entity.GetTableName() is not null);

    private static IEnumerable<IEntityType> Personal(AimiDbContext context) => Tables(context).Where(IsPersonal);

    private static bool IsPersonal(IEntityType table) => table.ClrType == typeof(User) || table.FindProperty("UserId") is not null;

    private static string Owner(IEntityType table) => table.ClrType == typeof(User) ? "id" : "user_id";

    private static Task<int> Count(AimiDbContext context, string sql) => context.Database.SqlQueryRaw<int>(sql.Replace("count(*)", "count(*)::int", StringComparison.Ordinal)).SingleAsync(Cancel);

    private static async Task Refused(Func<Task> statement, string table)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(statement);
        Assert.True(error.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{table}: {error.Message}");
    }
}
