using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Aimi.Data;
using Aimi.Hosting;
using Aimi.Memory.Recall;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Pgvector;

namespace Aimi.Bench;

/// <summary><c>memory</c>: one person's memories searched among those of others, by vector and by words; in turn with the floor: vectors alone, by bare SQL or a bare loop.</summary>
internal static class MemoryBench
{
    private const int Others = 1_000;

    private static readonly Option<int[]> Sizes = new("--sizes")
    {
        Description = "Memories of the people who search.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [500, 5_000, 20_000, 100_000],
    };

    private static readonly Option<string?> Database = new("--database") { Description = "postgres or sqlite; else both." };
    private static readonly Option<int> Crowd = new("--others") { Description = "Memories of other people on PostgreSQL.", DefaultValueFactory = _ => 500_000 };
    private static readonly Option<int> Dimensions = new("--dimensions") { Description = "Of the vectors.", DefaultValueFactory = _ => 384 };
    private static readonly Option<int> Searches = new("--searches") { Description = "Of each size; a tenth of it for the largest.", DefaultValueFactory = _ => 2_000 };

    /// <summary>What of the index must be read at least, and the same in the table.</summary>
    private const string FloorSql =
        """
        SELECT id, embedding <=> (SELECT $2) AS distance FROM memory_vectors
        WHERE user_id = $1 AND embedding_model = 'bench' AND embedding_dimensions = $3 AND embedding_dimensions <= 512 AND is_active ORDER BY distance LIMIT 50
        """;

    private const string TableSql =
        "SELECT id, embedding <=> (SELECT $2) AS distance, metadata FROM memory_vectors WHERE user_id = $1 AND embedding_dimensions + 0 = $3 AND is_active ORDER BY distance LIMIT 50";

    public static Command Command()
    {
        var command = new Command("memory", "Time of a search of memories by their number, beside the floor, on both databases.")
        {
            Backends.PostgresOption, Backends.RedisOption, Database, Sizes, Crowd, Dimensions, Searches,
        };
        command.SetAction((parsed, cancellationToken) => Run(parsed, cancellationToken));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (dimensions, searches) = (parsed.GetValue(Dimensions), parsed.GetValue(Searches));
        if (parsed.GetValue(Database) is not "postgres")
            await OnSqlite(parsed.GetValue(Sizes)!, dimensions, searches, cancellationToken);
        if (parsed.GetValue(Database) is not "sqlite")
            await OnPostgres(parsed, dimensions, searches, cancellationToken);
    }

    private static async Task OnPostgres(ParseResult parsed, int dimensions, int searches, CancellationToken cancellationToken)
    {
        await using var backends = await Backends.Create(parsed);
        await using var services = await Services(backends.Postgres, "", cancellationToken);
        var contexts = services.GetRequiredService<IDbContextFactory<AimiDbContext>>();
        await using var database = backends.AsLogin();
        var rows = new MemoryRows(dimensions);
        var crowd = Enumerable.Range(0, Others).ToDictionary(_ => Guid.CreateVersion7(), _ => parsed.GetValue(Crowd) / Others);
        var people = parsed.GetValue(Sizes)!.ToDictionary(size => Guid.CreateVersion7(), size => size);
        await MemoryRows.Save(contexts, crowd.Keys.Concat(people.Keys).Select(MemoryRows.Person), cancellationToken);
        await MemoryRows.Copy(database, rows.Of(crowd.Concat(people).ToDictionary()), cancellationToken);
        await using (var settle = database.CreateCommand("VACUUM ANALYZE memory_vectors"))
        {
            settle.CommandTimeout = 600;
            await settle.ExecuteNonQueryAsync(cancellationToken);
        }

        // An index is read instead of the table only where VACUUM found a page visible to all; what else runs on the server may keep it from that.
        await using var visible = database.CreateCommand("SELECT 100 * relallvisible / greatest(relpages, 1) FROM pg_class WHERE relname = 'memory_vectors'");
        Print($"{await backends.Durability()}; {dimensions} dimensions, among {crowd.Values.Sum():N0} memories of others; {await visible.ExecuteScalarAsync(cancellationToken)}% of the pages visible to all");
        foreach (var (person, size) in people)
        {
            await Compare(
                size, searches, () => rows.Question(person),
                ("floor", query => Bare(FloorSql, query)), ("in the table", query => Bare(TableSql, query)), ("search", query => Find(services, query)));
        }

        async Task<int> Bare(string sql, MemoryQuery query)
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = query.UserId });
            command.Parameters.Add(new NpgsqlParameter<Vector> { TypedValue = new Vector(query.Vector!.Value) });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = dimensions });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var count = 0;
            while (await reader.ReadAsync(cancellationToken))
                count++;
            return count;
        }
    }

    private static async Task OnSqlite(int[] sizes, int dimensions, int searches, CancellationToken cancellationToken)
    {
        Print($"SQLite; {dimensions} dimensions, each person with a file of their own");
        foreach (var size in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("aimi-bench-");
            try
            {
                await using var services = await Services(null, folder.FullName, cancellationToken);
                var contexts = services.GetRequiredService<IDbContextFactory<AimiDbContext>>();
                var rows = new MemoryRows(dimensions);
                var person = MemoryRows.Person(Guid.CreateVersion7());
                await MemoryRows.Save(contexts, [person], cancellationToken);
                await MemoryRows.Save(contexts, rows.Of(new Dictionary<Guid, int> { [person.Id] = size }), cancellationToken);
                var flat = Enumerable.Range(0, size).SelectMany(_ => rows.Vector()).ToArray();
                await Compare(size, searches, () => rows.Question(person.Id), ("floor", query => Task.FromResult(Loop(flat, query))), ("search", query => Find(services, query)));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static async Task Compare(int size, int searches, Func<MemoryQuery> question, params (string Name, Func<MemoryQuery, Task<int>> Run)[] ways)
    {
        var count = size >= 100_000 ? searches / 10 : searches;
        var times = ways.ToDictionary(way => way.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var i = -count / 10; i < count; i++)
        {
            var query = question();
            foreach (var (name, run) in ways)
            {
                var begun = Stopwatch.GetTimestamp();
                if (await run(query) == 0)
                    throw new InvalidOperationException($"{name} finds nothing.");

                // Plans, pages and code that is not hot yet are not what is asked.
                if (i >= 0)
                    times[name].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        foreach (var (name, _) in ways)
        {
            var sorted = times[name].Order().ToList();
            Print($"{size,9:N0}  {name,-14} p50 {sorted[sorted.Count / 2],8:F2} ms   p99 {sorted[sorted.Count * 99 / 100],8:F2} ms");
        }
    }

    private static async Task<int> Find(ServiceProvider services, MemoryQuery query)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<AimiDbContext>>().CreateDbContextAsync();
        return (await services.GetRequiredService<IMemoryIndex>().Find(context, query, CancellationToken.None)).Count;
    }

    private static int Loop(float[] flat, MemoryQuery query)
    {
        var question = query.Vector!.Value.Span;
        var (nearest, best) = (0, float.MinValue);
        for (var at = 0; at < flat.Length; at += question.Length)
        {
            if (TensorPrimitives.CosineSimilarity(flat.AsSpan(at, question.Length), question) is var similarity && similarity > best)
                (nearest, best) = (at, similarity);
        }

        return nearest + 1;
    }

    private static async Task<ServiceProvider> Services(string? postgres, string dataFolder, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<Readiness>().AddDatabase(postgres, dataFolder).BuildServiceProvider();
        await services.GetRequiredService<Migrator>().Migrate(cancellationToken);
        return services;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
