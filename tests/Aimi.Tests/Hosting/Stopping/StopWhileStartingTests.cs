using Aimi.Data;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Npgsql;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>A process that is told to stop before it is ready.</summary>
public sealed class StopWhileStartingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_waits_for_another_to_migrate_a_file_ends()
    {
        var database = new SqliteDatabase();
        await using var _ = database;
        await database.InitializeAsync();
        await using var migrating = DataFolder.TryLock(Path.Combine(database.DataFolder, "aimi.db.lock"));
        Assert.NotNull(migrating);
        await Ends(database);
    }

    [Fact]
    public async Task One_that_waits_for_another_to_migrate_a_server_ends()
    {
        var database = new PostgresDatabase();
        await using var _ = database;
        await database.InitializeAsync();
        await using var migrating = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await migrating.OpenAsync(Stop);
        await using var claim = new NpgsqlCommand("SELECT pg_advisory_lock(x'61696D69'::bigint)", migrating);
        await claim.ExecuteNonQueryAsync(Stop);
        await Ends(database);
    }

    [Fact]
    public async Task One_that_waits_for_a_database_that_is_away_ends()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Database"] = $"Host=127.0.0.1;Port={FreePort.Find()};Database=aimi;Username=aimi" };
        var data = Directory.CreateTempSubdirectory("aimi-stop-");
        try
        {
            await Ends(settings, data.FullName, "starting");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static Task Ends(TestDatabase database) =>
        Ends(new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Database"] = database.ConnectionString ?? "" }, database.DataFolder, "migrating");

    private static async Task Ends(Dictionary<string, string> settings, string data, string state)
    {
        var port = FreePort.Find();
        await using var aimi = AimiProgram.Run(settings, "serve", "--port", $"{port}", "--data", data);
        await StoppingStack.Until(new Uri($"http://127.0.0.1:{port}"), state);
        aimi.Signal("TERM");
        Assert.Equal(0, await aimi.Ended());
        Assert.EndsWith("Aimi has stopped.", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", aimi.Said, StringComparison.Ordinal);
    }
}
