using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Aimi.Accounts;
using Aimi.Assistant;
using Aimi.Assistant.Context;
using Aimi.Assistant.Deeds;
using Aimi.Data;
using Aimi.Memory.Embeddings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.AI;
using Npgsql;

namespace Aimi.Bench;

/// <summary><c>context</c>: what it costs to put together what is known of a person, and to write the prompt. The floor is the round trip alone, in turn.</summary>
internal static class ContextBench
{
    private static readonly Option<int> Persons = new("--people") { Description = "Each with plans, habits, a portrait and a graph.", DefaultValueFactory = _ => 1_000 };
    private static readonly Option<int> Memories = new("--memories") { Description = "Of each person.", DefaultValueFactory = _ => 200 };
    private static readonly Option<int> Turns = new("--turns") { Description = "Measured, after a tenth of it unmeasured.", DefaultValueFactory = _ => 2_000 };

    public static Command Command()
    {
        var command = new Command("context", "Time of what is known of a person and of the prompt, on PostgreSQL.") { Backends.PostgresOption, Backends.RedisOption, Persons, Memories, Turns };
        command.SetAction(Run);
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var backends = await Backends.Create(parsed);
        await using var app = Program.Build([new("Database", backends.Postgres), new("Redis", backends.Redis), new("Logging:LogLevel:Default", "Error")]);
        await app.Services.GetRequiredService<Migrator>().Migrate(cancellationToken);
        var contexts = app.Services.GetRequiredService<IDbContextFactory<AimiDbContext>>();
        var rows = new ContextRowsOf(TimeProvider.System.GetUtcNow());
        var people = Enumerable.Range(0, parsed.GetValue(Persons)).Select(_ => MemoryRows.Person(Guid.CreateVersion7())).ToList();
        foreach (var person in people)
            await MemoryRows.Save(contexts, rows.Of(person), cancellationToken);
        await using var database = backends.AsLogin();
        await Remember(app.Services, database, [.. people.Select(person => person.Id)], parsed.GetValue(Memories), cancellationToken);

        Console.WriteLine($"{await backends.Durability()}; {people.Count} people, {parsed.GetValue(Memories)} memories each");
        var times = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var (builder, budget) = (app.Services.GetRequiredService<ContextBuilder>(), app.Services.GetRequiredService<PromptBudget>());
        var source = app.Services.GetRequiredService<IContextSource>();
        var asked = new MemoryRows(1);
        for (var i = -parsed.GetValue(Turns) / 10; i < parsed.GetValue(Turns); i++)
        {
            var user = people[Random(people.Count)];
            var person = new Person(user.Id, user.DisplayName, user.Timezone, user.Locale);
            var text = asked.Words();
            await Time("round trip (floor)", async () =>
            {
                await using var nothing = database.CreateCommand("SELECT 1");
                await nothing.ExecuteScalarAsync(cancellationToken);
            });
            await Time("rows", async () =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancellationToken);
                var now = TimeProvider.System.GetUtcNow();
                await source.Read(context, new ContextSpan(user.Id, now, now.AddDays(-14), now.AddDays(14), DateOnly.FromDateTime(now.Date).AddYears(-10)), cancellationToken);
            });
            PersonContext known = null!;
            await Time("build, with recall", async () => known = await builder.Build(person, text, cancellationToken));
            using var deeds = new TurnDeeds(app.Services.GetRequiredService<IServiceScopeFactory>());
            var turn = new OpenTurn(user.Id, text, CultureInfo.GetCultureInfo("ru"), known.Now, null, null, deeds) { Seq = 1, BuildContext = () => Task.FromResult(known) };
            ChatMessage[] said = [.. Enumerable.Range(0, 20).Select(line => new ChatMessage(line % 2 == 0 ? ChatRole.User : ChatRole.Assistant, asked.Words())), new(ChatRole.User, text)];
            await Time("prompt", () => Task.FromResult(budget.Prompt(turn, known, said)));

            async Task Time(string name, Func<Task> work)
            {
                var begun = Stopwatch.GetTimestamp();
                await work();
                if (!times.TryGetValue(name, out var all))
                    times[name] = all = [];
                if (i >= 0)
                    all.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        foreach (var (name, all) in times)
        {
            all.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20} p50 {all[all.Count / 2],7:F2} ms   p99 {all[all.Count * 99 / 100],7:F2} ms"));
        }
    }

    // As if the offline embedder had made them: its vectors are what a question is compared with.
    private static async Task Remember(IServiceProvider services, NpgsqlDataSource database, IReadOnlyList<Guid> people, int memories, CancellationToken cancellationToken)
    {
        var question = await services.GetRequiredService<EmbeddingService>().EmbedQuery("вопрос", cancellationToken);
        await MemoryRows.Copy(database, new MemoryRows(question.Length).Of(people.ToDictionary(person => person, _ => memories)), cancellationToken);
        await using var settle = database.CreateCommand($"UPDATE memory_vectors SET embedding_model = '{services.GetRequiredService<EmbeddingService>().Model}'");
        settle.CommandTimeout = 600;
        await settle.ExecuteNonQueryAsync(cancellationToken);
        await using var vacuum = database.CreateCommand("VACUUM ANALYZE");
        vacuum.CommandTimeout = 600;
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    private static readonly Random Dice = new(20260315);

    private static int Random(int below) => Dice.Next(below);
}
