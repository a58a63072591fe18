using System.Globalization;
using Npgsql;
using StackExchange.Redis;

namespace Aimi.Bench;

/// <summary>How long PostgreSQL and Redis have had the processors; nothing where they run on another machine, or not on Linux.</summary>
internal sealed class ServerTimes(string postgres, IConnectionMultiplexer redis) : IAsyncDisposable
{
    // Of a clock tick, as /proc counts; Linux has never had another for programs.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create(postgres);
    private readonly Dictionary<int, TimeSpan> _ended = [];

    /// <summary>Of processes that were there at any reading.</summary>
    public async Task<TimeSpan> Read()
    {
        foreach (var process in await Postgres())
        {
            if (Of(process) is { } taken)
                _ended[process] = taken;
        }

        var ofRedis = ((string)(await redis.GetDatabase().ExecuteAsync("INFO", "cpu"))!).Split("\r\n")
            .Where(line => line.StartsWith("used_cpu_user:", StringComparison.Ordinal) || line.StartsWith("used_cpu_sys:", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(ofRedis) + _ended.Values.Aggregate(TimeSpan.Zero, (sum, taken) => sum + taken);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<IReadOnlyList<int>> Postgres()
    {
        await using var command = _database.CreateCommand("SELECT pid FROM pg_stat_activity WHERE pid IS NOT NULL");
        await using var reader = await command.ExecuteReaderAsync();
        var processes = new List<int>();
        while (await reader.ReadAsync())
            processes.Add(reader.GetInt32(0));

        return processes;
    }

    private static TimeSpan? Of(int process)
    {
        try
        {
            // Behind the name, which may hold anything.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
            return Tick * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
