using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Aimi.Bench;

/// <summary><c>reminders</c>: due reminders drained by one process through the real dispatcher, beside its floors (<see cref="ReminderDrains"/>).</summary>
internal static class ReminderBench
{
    private const int People = 5_000;
    private const int Series = 10_000;
    private const int Steady = 6_000;
    private const int SteadySeconds = 30;

    private static readonly string[] InProduct = ["log", "notification", "assistant_message"];

    // The first rounds compile what is hot, and compile it again when they know what it does.
    private const int WarmUps = 2;

    private static readonly Option<int> Count = new("--count") { Description = "Due reminders of a round.", DefaultValueFactory = _ => 50_000 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds of each; the medians count.", DefaultValueFactory = _ => 3 };
    private static readonly Option<string[]> Channels = new Option<string[]>("--channels")
    {
        Description = "What is drained.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => InProduct,
    }.AcceptOnlyFromAmong(InProduct);
    private static readonly Option<int> Scheduled = new("--scheduled")
    {
        Description = "Scheduled reminders of the large queue; 0: neither looks, lateness nor planning are measured.",
        DefaultValueFactory = _ => 1_000_000,
    };

    public static Command Command()
    {
        var command = new Command("reminders", "Reminders delivered a second, beside the floor; the cost of a tick by the length of the queue, and planning.")
        {
            Backends.PostgresOption, Backends.RedisOption, Count, Rounds, Channels, Scheduled,
        };
        command.SetAction((parsed, cancellationToken) => Run(parsed, cancellationToken));
        return command;
    }

    private static async Task Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (count, channels, scheduled) = (parsed.GetValue(Count), parsed.GetValue(Channels)!, parsed.GetValue(Scheduled));
        await using var backends = await Backends.Create(parsed);
        await using var rows = new ReminderRows(backends.Postgres);
        await using var dispatching = await Dispatching.On(backends, cancellationToken);
        await rows.AddPeople(People);
        Print($"{await backends.Durability()}; {Environment.ProcessorCount} processors for the program and the database; {People} people, {count} due reminders a round");

        await using var servers = backends.Times();
        var drains = new ReminderDrains(rows, dispatching, servers, count);
        for (var round = 0; round < WarmUps + parsed.GetValue(Rounds); round++)
            await drains.Round(channels, counts: round >= WarmUps, cancellationToken);
        Print("medians:");
        foreach (var line in drains.Medians())
            Print(line);

        if (scheduled == 0)
            return;

        await Ticks(rows, dispatching, 10_000, cancellationToken);
        await Ticks(rows, dispatching, scheduled, cancellationToken);
        await Lateness(rows, dispatching, cancellationToken);
        await Planning(rows, dispatching, cancellationToken);
    }

    /// <summary>As many due each moment as the next, a third for each channel.</summary>
    private static async Task Lateness(ReminderRows rows, Dispatching dispatching, CancellationToken cancellationToken)
    {
        await rows.Clear();
        await rows.AddSpread(Steady, SteadySeconds, InProduct);
        await dispatching.Beside(
            async () =>
            {
                while (await rows.Scalar("SELECT count(*) FROM reminder_queue WHERE status <> 'sent'") > 0)
                    await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            },
            cancellationToken);
        await rows.Verify(Steady);
        var (half, most, longest) = (await Late(0.5), await Late(0.99), await Late(1));
        Print($"lateness of {Steady:N0} spread over {SteadySeconds} s: p50 {half} ms, p99 {most} ms, longest {longest} ms");

        Task<long> Late(double part) => rows.Scalar(string.Create(CultureInfo.InvariantCulture, $"SELECT percentile_disc({part}) WITHIN GROUP (ORDER BY late_by_ms)::bigint FROM reminder_logs"));
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
