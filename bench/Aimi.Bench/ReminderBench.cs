using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Aimi.Bench;

/// <summary><c>reminders</c>: due reminders drained by one process through the real dispatcher, beside the floor: one statement a batch, in the same database.</summary>
internal static class ReminderBench
{
    private const int People = 5_000;
    private const int BatchSize = 1_000;
    private const int Series = 10_000;

    private static readonly Option<int> Count = new("--count") { Description = "Due reminders of a round.", DefaultValueFactory = _ => 50_000 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds of each; the medians count.", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Scheduled = new("--scheduled") { Description = "Scheduled reminders of the large queue.", DefaultValueFactory = _ => 1_000_000 };

    public static Command Command()
    {
        var command = new Command("reminders", "Reminders delivered a second, beside the floor; the cost of a tick by the length of the queue, and planning.")
        {
            Backends.PostgresOption, Backends.RedisOption, Count, Rounds, Scheduled,
        };
        command.SetAction((parsed, cancellationToken) => Run(parsed, cancellationToken));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var count = parsed.GetValue(Count);
        await using var backends = await Backends.Create(parsed);
        await using var rows = new ReminderRows(backends.Postgres);
        await using var dispatching = await Dispatching.On(backends, cancellationToken);
        await rows.AddPeople(People);
        Print($"{await backends.Durability()}; {Environment.ProcessorCount} processors for the program and the database; {People} people, {count} due reminders a round");

        var floors = new List<double>();
        var measured = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        string[] channels = ["log", "notification", "assistant_message"];
        for (var round = 0; round <= parsed.GetValue(Rounds); round++)
        {
            var floor = await Rate(rows, "floor", "log", count, () => Floor(rows));
            foreach (var channel in channels)
            {
                var rate = await Rate(rows, channel, channel, count, () => dispatching.Drain(cancellationToken));
                if (round > 0)
                    (measured.TryGetValue(channel, out var known) ? known : measured[channel] = []).Add(rate);
            }

            // The first round compiles what is hot, and counts nothing.
            if (round > 0)
                floors.Add(floor);
        }

        var median = Median(floors);
        Print($"{"floor",-18}  {median,8:F0}/s");
        foreach (var (channel, rates) in measured)
            Print($"{channel,-18}  {Median(rates),8:F0}/s  {Median(rates) / median:F2} of the floor");

        await Ticks(rows, dispatching, 10_000, cancellationToken);
        await Ticks(rows, dispatching, parsed.GetValue(Scheduled), cancellationToken);
        await Planning(rows, dispatching, cancellationToken);
    }

    private static async Task<double> Rate(ReminderRows rows, string name, string channel, int count, Func<Task> drain)
    {
        await rows.Clear();
        await rows.Add(count, channel, due: true);
        await rows.Settle();
        var begun = Stopwatch.GetTimestamp();
        await drain();
        var rate = count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
        await rows.Verify(count);
        Print($"  {name,-18} {rate,8:F0}/s");
        return rate;
    }

    private static async Task Floor(ReminderRows rows)
    {
        while (await rows.Scalar(ReminderRows.FloorSql, BatchSize) > 0)
        {
        }
    }

    /// <summary>A hundred are due among so many that are not.</summary>
    private static async Task Ticks(ReminderRows rows, Dispatching dispatching, int scheduled, CancellationToken cancellationToken)
    {
        await rows.Clear();
        await rows.Add(scheduled, "log", due: false);
        await rows.Settle();
        var (full, idle) = (new List<double>(), new List<double>());
        for (var i = 0; i < 30; i++)
        {
            await rows.Add(100, "log", due: true);
            full.Add(await Milliseconds(() => dispatching.Drain(cancellationToken)));
            idle.Add(await Milliseconds(() => dispatching.Drain(cancellationToken)));
        }

        Print($"tick, {scheduled,9:N0} scheduled: {Median(full):F1} ms with 100 due, {Median(idle):F2} ms with none");
        await rows.Add(100, "log", due: true);
        Print(await rows.Plan());
    }

    /// <summary>Series planned for the days ahead by the horizon worker, and the same again, which adds nothing.</summary>
    private static async Task Planning(ReminderRows rows, Dispatching dispatching, CancellationToken cancellationToken)
    {
        await rows.Clear();
        await rows.ReplaceEventsBySeries(Series);
        await rows.Settle();
        var first = await Milliseconds(() => dispatching.Plan(cancellationToken));
        var planned = await rows.Scalar("SELECT count(*) FROM reminder_queue");
        var again = await Milliseconds(() => dispatching.Plan(cancellationToken));
        if (planned == 0 || await rows.Scalar("SELECT count(*) FROM reminder_queue") != planned)
            throw new InvalidOperationException($"{planned} were planned, and then others.");
        Print($"planning {Series:N0} series: {first / 1000:F1} s, {planned:N0} rows; again: {again / 1000:F1} s, none");
    }

    private static async Task<double> Milliseconds(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static double Median(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    private static void Print(FormattableString line) => Print(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);
}
