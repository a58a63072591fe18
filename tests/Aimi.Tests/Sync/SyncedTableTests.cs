using Aimi.Data;
using Aimi.Data.Sqlite;
using Aimi.Sync;
using Aimi.Tests.Providers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Tests.Sync;

/// <summary>What is synced is decided for every column, and every table that is has its triggers.</summary>
public sealed class SyncedTableTests(PostgresDatabase postgres, SqliteDatabase sqlite) : IClassFixture<PostgresDatabase>, IClassFixture<SqliteDatabase>
{
    /// <summary>Columns whose change is none to a client.</summary>
    private static readonly string[] Unseen =
    [
        "users.profile", "events.wall_time", "events.traceparent", "habits.traceparent", "devices.p256dh", "devices.auth",
        "reminder_queue.locked_until", "reminder_queue.lease_token", "reminder_queue.dedupe_key",
        "session_summary.locked_until", "session_summary.lease_token",
        "memory_vectors.embedding", "memory_vectors.embedding_model", "memory_vectors.embedding_dimensions", "memory_vectors.context", "memory_vectors.search_text",
    ];

    [Fact]
    public void Every_column_that_may_change_is_seen_or_not()
    {
        using var context = new SqliteDesignTime().CreateDbContext([]);
        var undecided = context.Model.GetEntityTypes().SelectMany(entity => SyncedTable.All.Prepend(SyncedTable.Person)
            .Where(table => table.Name == entity.GetTableName())
            .SelectMany(table => entity.GetProperties()
                .Where(property => property.PropertyInfo?.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)))
                .Select(property => property.GetColumnName())
                .Where(column => !table.Seen.Contains(column))
                .Select(column => $"{table.Name}.{column}")));
        Assert.Empty(undecided.Except(Unseen));
    }

    [Fact]
    public void Every_kind_has_a_table() =>
        Assert.Equal(
            Enum.GetNames<SyncedType>().Select(EnumColumns.Word).Order(StringComparer.Ordinal),
            SyncedTable.All.Prepend(SyncedTable.Person).Select(table => table.Type).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_table_that_was_made_anew_has_its_triggers()
    {
        var wanted = SyncedTable.All.SelectMany(table => new[] { "insert", "update", "delete" }.Where(what => table.TellsNew || what != "insert").Select(what => $"sync_{table.Name}_{what}"))
            .Append("sync_users_insert").Append("sync_users_update").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(wanted, await Triggers(sqlite, "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'sync_%'"));
        Assert.Equal(wanted, await Triggers(postgres, "SELECT tgname::text AS \"Value\" FROM pg_trigger WHERE tgname LIKE 'sync_%'"));
    }

    private static async Task<IReadOnlyList<string>> Triggers(TestDatabase database, string sql)
    {
        await using var context = database.Open();
        return [.. (await context.Database.SqlQueryRaw<string>(sql).ToListAsync(TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal)];
    }
}
