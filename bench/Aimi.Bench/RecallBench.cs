using System.CommandLine;
using System.Globalization;
using Aimi.Bench.Recall;

namespace Aimi.Bench;

/// <summary><c>recall</c>: how much of what answers a question is among the first that are recalled, beside plain BM25.</summary>
internal static class RecallBench
{
    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "NDJSON in the format of POST /chat/import, one person's conversation a file: {role, text, occurred_at, external_id?, conversation?}; "
            + "lines {question, evidence: [external_id, …], category?} among them are the questions about it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Questions = new("--questions") { Description = "The questions in a file of their own, for a single conversation." };
    private static readonly Option<string?> Database = new("--database") { Description = "An empty PostgreSQL database, Host=…, for a single conversation; without it each has a SQLite file of its own." };
    private static readonly Option<string> Ks = new("--k") { Description = "Among how many first.", DefaultValueFactory = _ => "5,10,20" };

    public static Command Command()
    {
        var command = new Command("recall", "Recall at k by turn over annotated conversations: plain BM25 over stems (the floor), full text, vectors, both fused, and the whole product.") { Files, Questions, Database, Ks };
        command.SetAction((parsed, _) => Run(parsed.GetValue(Files)!, parsed.GetValue(Questions), parsed.GetValue(Database), Numbers(parsed.GetValue(Ks)!)));
        return command;
    }

    private static async Task Run(string[] files, string? questions, string? database, int[] ks)
    {
        if ((questions ?? database) is not null && files.Length > 1)
            throw new ArgumentException("--questions and --database go with one conversation.", nameof(files));

        var figures = new RecallFigures(ks);
        var turns = 0;
        foreach (var file in files)
        {
            var set = RecallSet.Read(questions is null ? [file] : [file, questions]);
            turns += set.Turns.Count;
            await using var product = await RecallProduct.With(set.Turns, database);
            await figures.Add(set, [.. InMemory.Ways(set.Turns), product.Way]);
        }

        Print($"{files.Length} conversations, {turns} turns; a memory is a single message, recall is by turn");
        foreach (var row in figures.Rows().GroupBy(row => row.Category, StringComparer.Ordinal))
        {
            Print($"{row.Key}, {row.First().Questions} questions");
            foreach (var (way, _, _, recall) in row)
                Print($"  {way,-10}  {string.Join("  ", ks.Zip(recall, (k, value) => string.Create(CultureInfo.InvariantCulture, $"@{k} {value:F3}")))}");
        }
    }

    private static int[] Numbers(string list) => [.. list.Split(',').Select(number => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture))];

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
