using System.Net.Http.Json;
using Aimi.Data;
using Aimi.Tests.Assistant;
using Aimi.Tests.Infrastructure;
using Aimi.Tests.Providers;
using Aimi.Tests.Sessions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Aimi.Tests.Hosting;

/// <summary>
/// Each state that a process can be in, produced for real and seen from outside: a server that is stopped, that hangs, that is not there yet; a lock that another holds; a
/// signal. The database is reached by a way of the test's own (<see cref="TcpProxy"/>): the others' server goes on.
/// </summary>
public sealed class HealthProcessTests : IClassFixture<PostgresDatabase>, IAsyncDisposable
{
    /// <summary>As <c>PostgresMigrationGate</c> has it.</summary>
    private const long MigrationLock = 0x61696D69;

    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly TcpProxy _way;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("aimi-health-");
    private readonly int _port = FreePort.Find();
    private readonly HealthProbe _probe;

    public HealthProcessTests(PostgresDatabase database)
    {
        _database = database;
        _connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        _way = TcpProxy.To(_connection.Host!, _connection.Port);
        _connection.Port = _way.Port;
        _probe = HealthProbe.OfPort(_port);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _probe.Dispose();
        await _way.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_database_that_is_stopped_is_told_without_a_secret_and_alive_and_ready_stay_true()
    {
        await using var aimi = ServeOnPostgres();
        await _probe.Until(health => health.Word == "ok");

        await _way.Cut();
        var gone = await _probe.Until(health => health.Of("database") == "unavailable");
        Assert.Equal((503, "unavailable", "ready", "postgresql"), (gone.Status, gone.Word, gone.State, gone.Data("database", "kind")));
        var refused = await _probe.Until(health => health.Detail("database").Contains("ConnectionRefused", StringComparison.Ordinal));
        Assert.Contains("AIMI__Database", refused.Detail("database"), StringComparison.Ordinal);
        Assert.DoesNotContain(_connection.Password!, refused.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((200, "ready"), await Word("/health/ready"));
        Assert.Equal((200, "ok"), await Word("/health/live"));

        _way.Restore();
        await _probe.Until(health => health.Word == "ok");
        Assert.Contains("database is Unavailable", aimi.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(_connection.Password!, aimi.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_hangs_holds_up_nobody_who_asks()
    {
        await using var aimi = ServeOnPostgres();
        await _probe.Until(health => health.Word == "ok");

        _way.Freeze();
        var hangs = await _probe.Until(health => health.Of("database") == "unavailable");
        Assert.Equal(503, hangs.Status);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _probe.Ask())), health => Assert.Equal("unavailable", health.Of("database")));
        Assert.Equal((200, "ok"), await Word("/health/live"));

        _way.Thaw();
        await _probe.Until(health => health.Word == "ok");
    }

    [Fact]
    public async Task A_database_that_takes_no_changes_serves_nobody()
    {
        await using var aimi = ServeOnPostgres();
        await _probe.Until(health => health.Word == "ok");
        var name = _connection.Database;
        await PostgresServer.Execute($"ALTER DATABASE {name} SET default_transaction_read_only = on");
        try
        {
            // Connections that there are began before it.
            await PostgresServer.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            var closed = await _probe.Until(health => health.Detail("database").Contains("takes no changes", StringComparison.Ordinal));
            Assert.Equal((503, "unavailable"), (closed.Status, closed.Word));
        }
        finally
        {
            await PostgresServer.Execute($"ALTER DATABASE {name} RESET default_transaction_read_only");
            await PostgresServer.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        }

        await _probe.Until(health => health.Word == "ok");
    }

    [Fact]
    public async Task A_process_whose_database_is_not_there_yet_is_starting()
    {
        await _way.Cut();
        await using var aimi = ServeOnPostgres();
        var starting = await _probe.Until(health => health.Of("database") == "unavailable");
        Assert.Equal((503, "unavailable", "starting", "degraded"), (starting.Status, starting.Word, starting.State, starting.Of("workers")));
        Assert.Equal((503, "starting"), await Word("/health/ready"));
        Assert.Equal((200, "ok"), await Word("/health/live"));
        Assert.Equal(1, await HealthOf(aimi, "starts, and has not reached its database"));

        _way.Restore();
        await _probe.Until(health => health.Status == 200 && health.Word == "ready", "/health/ready");
        await _probe.Until(health => health.Word == "ok");
    }

    [Fact]
    public async Task A_process_that_waits_for_another_to_migrate_is_migrating()
    {
        // Of its own: another test may have ended those of the pool.
        await using var other = new NpgsqlConnection(_database.ConnectionString + ";Pooling=false");
        await other.OpenAsync(Stop);
        await using var locked = await other.BeginTransactionAsync(Stop);
        await using (var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({MigrationLock})", other))
            await command.ExecuteNonQueryAsync(Stop);

        await using var aimi = ServeOnPostgres();
        await IsMigrating();

        await locked.RollbackAsync(Stop);
        await _probe.Until(health => health.Status == 200, "/health/ready");
    }

    [Fact]
    public async Task So_it_is_on_sqlite()
    {
        AimiProgram aimi;
        using (DataFolder.TryLock(Path.Combine(_data.FullName, "aimi.db.lock")))
        {
            aimi = Serve([]);
            await IsMigrating();
        }

        await using (aimi)
            await _probe.Until(health => health.Status == 200, "/health/ready");
    }

    [Fact]
    public async Task Redis_that_is_stopped_degrades_and_nothing_more()
    {
        using var redis = await RedisProcess.Up();
        await using var aimi = Serve(new() { ["AIMI__Redis"] = $"{redis.Address},password=S3cret" });
        await _probe.Until(health => health.Word == "ok");

        redis.Kill();
        var without = await _probe.Until(health => (health.Of("cache"), health.Of("database")) == ("degraded", "ok"));
        Assert.Equal((200, "degraded", "redis"), (without.Status, without.Word, without.Data("cache", "kind")));
        Assert.Contains("AIMI__Redis", without.Detail("cache"), StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", without.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((200, "ready"), await Word("/health/ready"));

        await redis.Start();
        await _probe.Until(health => health.Word == "ok");
    }

    [Fact]
    public async Task A_process_that_was_told_to_stop_is_draining_until_its_last_reply()
    {
        var (asked, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var model = await StubLlm.Start();
        model.Answer = async context =>
        {
            asked.TrySetResult();
            await finish.Task;
            await StubLlm.Say(context, "To the end");
        };
        await using var aimi = Serve(new() { ["AIMI__Llm"] = "openai:stub", ["AIMI__LlmUrl"] = model.Url.ToString() });
        await _probe.Until(health => health.Word == "ok");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        var answer = http.PostAsJsonAsync("/chat/send", new { text = "Finish this" }, Stop);
        await asked.Task.WaitAsync(Stop);

        aimi.Signal("TERM");
        var draining = await _probe.Until(health => health.Word == "draining", "/health/ready");
        Assert.Equal(503, draining.Status);
        var all = await _probe.Ask();
        Assert.Equal((200, "draining", "ok"), (all.Status, all.State, all.Of("workers")));
        Assert.Equal((200, "ok"), await Word("/health/live"));
        Assert.Equal(1, await HealthOf(aimi, "was told to stop"));

        finish.SetResult();
        Assert.True((await answer).IsSuccessStatusCode);
        Assert.Equal(0, await aimi.Ended());
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_serves_nobody()
    {
        await using var aimi = Serve([]);
        await _probe.Until(health => health.Word == "ok");
        await using var browser = await Browse();
        await using (browser.BeginTransaction(deferred: false))
        {
            var locked = await _probe.Until(health => health.Detail("database").Contains("locked", StringComparison.Ordinal));
            Assert.Equal((503, "unavailable"), (locked.Status, locked.Of("database")));
        }

        await _probe.Until(health => health.Word == "ok");
    }

    [Fact]
    public async Task A_process_that_has_no_thread_free_is_not_alive_until_it_has()
    {
        // Two for all that goes on.
        await using var aimi = Serve(new() { ["DOTNET_ThreadPool_ForceMaxWorkerThreads"] = "2", ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = "2" });
        await _probe.Until(health => health.Word == "ok");
        await using var browser = await Browse();
        await using (browser.BeginTransaction(deferred: false))
        {
            // Each holds a thread while it waits for the file: SQLite's calls do not let go of theirs.
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
            foreach (var i in Enumerable.Range(0, 8))
                _ = http.PostAsJsonAsync("/goals", new { title = $"Goal {i}" }, Stop);
            using var impatient = new HttpClient { BaseAddress = http.BaseAddress, Timeout = TimeSpan.FromSeconds(1) };
            await Unanswered(impatient);
        }

        await _probe.Until(health => health.Status == 200, "/health/live");
    }

    [Fact]
    public async Task A_reminder_that_nobody_can_deliver_is_told()
    {
        var user = A.User();
        var planned = A.Event(user);
        var reminder = A.Reminder(user, planned);
        await _database.Save(user, planned, reminder);

        // Who delivers passes over what another has locked, so that it is never had.
        await using var other = new NpgsqlConnection(_database.ConnectionString);
        await other.OpenAsync(Stop);
        await using (var locked = await other.BeginTransactionAsync(Stop))
        {
            await using (var command = new NpgsqlCommand($"SELECT 1 FROM reminder_queue WHERE id = '{reminder.Id}' FOR UPDATE", other))
                await command.ExecuteNonQueryAsync(Stop);
            await using var aimi = ServeOnPostgres();
            var late = await _probe.Until(health => health.Of("queues") == "degraded");
            Assert.Equal((200, "2026-03-15T09:00:00Z"), (late.Status, late.Data("queues", "oldest_due")));
            Assert.Contains("reminder_dispatcher", late.Detail("queues"), StringComparison.Ordinal);

            await locked.RollbackAsync(Stop);
            await _probe.Until(health => health.Of("queues") == "ok");
        }
    }

    private static async Task Unanswered(HttpClient http)
    {
        for (var i = 0; i < 60; i++)
        {
            try
            {
                await http.GetAsync("/health/live", Stop);
            }
            catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
            {
                return;
            }
        }

        Assert.Fail("It was alive all the time.");
    }

    private async Task<SqliteConnection> Browse()
    {
        var browser = new SqliteConnection($"Data Source={Path.Combine(_data.FullName, "aimi.db")}");
        await browser.OpenAsync(Stop);
        return browser;
    }

    private async Task IsMigrating()
    {
        Assert.Equal(503, (await _probe.Until(health => health.Word == "migrating", "/health/ready")).Status);
        var health = await _probe.Ask();
        Assert.Equal((503, "unavailable", "migrating"), (health.Status, health.Word, health.State));
        Assert.Equal((200, "ok"), await Word("/health/live"));
    }

    private async Task<(int Status, string? Word)> Word(string path)
    {
        var health = await _probe.Ask(path);
        return (health.Status, health.Word);
    }

    /// <summary><c>./aimi health</c> beside it.</summary>
    /// <returns>Its exit code.</returns>
    private async Task<int> HealthOf(AimiProgram running, string says)
    {
        Assert.NotNull(running);
        await using var health = AimiProgram.Run(new Dictionary<string, string>(StringComparer.Ordinal) { ["AIMI__Port"] = $"{_port}" }, "health", "--data", _data.FullName);
        var code = await health.Ended();
        Assert.Contains(says, health.Said, StringComparison.Ordinal);
        return code;
    }

    private AimiProgram ServeOnPostgres() => Serve(new() { ["AIMI__Database"] = _connection.ConnectionString });

    private AimiProgram Serve(Dictionary<string, string> settings) =>
        AimiProgram.Run(new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["AIMI__Port"] = $"{_port}" }, "serve", "--data", _data.FullName);
}
