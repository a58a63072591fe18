using System.CommandLine;
using Npgsql;
using StackExchange.Redis;

namespace Aimi.Bench;

/// <summary>The PostgreSQL database and the Redis keys of one run: made for it, and gone after it.</summary>
internal sealed class Backends : IAsyncDisposable
{
    /// <summary>Messages that each person has from before.</summary>
    public const int Past = 100;

    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly IConnectionMultiplexer _redis;

    private Backends(NpgsqlConnectionStringBuilder database, IConnectionMultiplexer redis) => (_database, _redis) = (database, redis);

    public static Option<string> PostgresOption { get; } = Server(
        "--postgres", "AIMI_TEST_POSTGRES", "A PostgreSQL server, Host=…; a database of its own is made there and dropped at the end.");

    public static Option<string> RedisOption { get; } = Server(
        "--redis", "AIMI_TEST_REDIS", "A Redis server, host:port; the keys of this run are removed at the end.");

    /// <summary>The connection string of this run's database.</summary>
    public string Postgres => _database.ConnectionString;

    public string Redis => _redis.Configuration;

    public ServerTimes Times() => new(Postgres, _redis);

    /// <summary>As the login, who is a superuser: for rows by the thousand, for VACUUM, and for floors, which know no row-level security.</summary>
    public NpgsqlDataSource AsLogin()
    {
        var source = new NpgsqlDataSourceBuilder(Postgres);
        source.UseVector();
        return source.Build();
    }

    public static async Task<Backends> Create(ParseResult parsed)
    {
        var database = new NpgsqlConnectionStringBuilder(parsed.GetValue(PostgresOption)) { Database = $"aimi_bench_{Environment.ProcessId}" };
        var backends = new Backends(database, await ConnectionMultiplexer.ConnectAsync(parsed.GetValue(RedisOption)!, options => options.AllowAdmin = true));
        await backends.OnServer($"CREATE DATABASE {backends._database.Database}");
        return backends;
    }

    /// <summary>Whether an acknowledged commit is on the disk here, as in production.</summary>
    public async Task<string> Durability()
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT format('PostgreSQL %s, fsync=%s, synchronous_commit=%s', split_part(current_setting('server_version'), ' ', 1), current_setting('fsync'), current_setting('synchronous_commit'))",
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>
    /// Makes the people, in a database that Aimi has migrated, each with a past, and the floor's table: as Aimi's, its rows and its indexes, without
    /// its foreign keys. Without a past PostgreSQL would plan for empty tables, and keep to that for the first minute.
    /// </summary>
    public async Task Fill(int people)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var fill = new NpgsqlCommand(
            $$"""
            INSERT INTO users (id, display_name, timezone, locale, settings, profile, created_at, updated_at)
                SELECT format('{{People.Format}}', lpad(n::text, 12, '0'))::uuid, 'Анна', 'Europe/Moscow', 'ru', '{}', '{}', now(), now()
                FROM generate_series({{People.First}}, {{People.First + people - 1}}) n;
            INSERT INTO conversations (user_id, last_seq, read_seq, session_count, last_active_at)
                SELECT id, {{Past}}, {{Past}}, 0, now() - interval '1 day' FROM users ON CONFLICT DO NOTHING;
            INSERT INTO chat_messages (user_id, id, session_id, seq, role, text, occurred_at, client_message_id, metadata)
                SELECT user_id, gen_random_uuid(), '00000000-0000-7000-8000-000000000000', seq, 'user', repeat('Вчера было так. ', 4), last_active_at, gen_random_uuid(), '{}'
                FROM conversations, generate_series(1, last_seq) seq;
            CREATE SCHEMA floor;
            CREATE TABLE floor.chat_messages (LIKE public.chat_messages INCLUDING ALL);
            INSERT INTO floor.chat_messages SELECT * FROM public.chat_messages;
            """,
            connection);
        await fill.ExecuteNonQueryAsync();
        await using var vacuum = new NpgsqlCommand("VACUUM ANALYZE", connection);
        await vacuum.ExecuteNonQueryAsync();
    }

    /// <summary>How many messages are stored, those of the past among them.</summary>
    public async Task<long> Messages(string schema)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM {schema}.chat_messages", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await OnServer($"DROP DATABASE {_database.Database} WITH (FORCE)");
        foreach (var server in _redis.GetServers())
        {
            await foreach (var key in server.KeysAsync(pattern: People.KeyPattern, pageSize: 1000))
                await _redis.GetDatabase().KeyDeleteAsync(key);
        }

        await _redis.DisposeAsync();
    }

    private static Option<string> Server(string name, string variable, string description)
    {
        var known = Environment.GetEnvironmentVariable(variable);
        var option = new Option<string>(name) { Description = $"{description} Default: {variable}, which eng/bench sets.", Required = known is null };
        if (known is not null)
            option.DefaultValueFactory = _ => known;
        return option;
    }

    private async Task OnServer(string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Postgres) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
