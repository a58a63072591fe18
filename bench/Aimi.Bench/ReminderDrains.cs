using System.Diagnostics;
using System.Globalization;

namespace Aimi.Bench;

/// <summary>Due reminders drained through each channel, and by two floors, in turns: one statement a batch, in the same database.</summary>
internal sealed class ReminderDrains(ReminderRows rows, Dispatching dispatching, ServerTimes servers, int count)
{
    private const string Floor = "floor";
    private const string SaidFloor = "floor, said";
    private const string Said = "assistant_message";
    private const int BatchSize = 1_000;

    private readonly List<Figures> _taken = [];

    /// <param name="counts">False for a round that warms up.</param>
    public async Task Round(IReadOnlyList<string> channels, bool counts, CancellationToken cancellationToken)
    {
        var floor = await Take(Floor, "log", () => Drain(ReminderRows.FloorSql));
        var saidFloor = await Take(SaidFloor, Said, () => Drain(ReminderRows.SaidFloorSql));
        List<Figures> round = [floor, saidFloor];
        foreach (var channel in channels)
            round.Add(await Take(channel, channel, () => dispatching.Drain(cancellationToken)));
        foreach (var drain in round.Select(drain => drain with { OfFloor = drain.Rate / floor.Rate, OfSaidFloor = drain.Rate / saidFloor.Rate }))
        {
            Console.WriteLine("  " + Line(drain));
            if (counts)
                _taken.Add(drain);
        }
    }

    /// <summary>The medians of the rounds; ratios are of the same round.</summary>
    public IEnumerable<string> Medians() => _taken.GroupBy(drain => drain.Name, StringComparer.Ordinal).Select(drains => Line(new Figures(
        drains.Key,
        Median(drains, drain => drain.Rate),
        Median(drains, drain => drain.Program),
        Median(drains, drain => drain.Servers),
        Median(drains, drain => drain.OfFloor),
        Median(drains, drain => drain.OfSaidFloor))));

    private async Task<Figures> Take(string name, string channel, Func<Task> drain)
    {
        await rows.Clear();
        await rows.Add(count, channel, due: true);
        await rows.Settle();
        using var program = Process.GetCurrentProcess();
        var (ofServers, ofProgram, begun) = (await servers.Read(), program.TotalProcessorTime, Stopwatch.GetTimestamp());
        await drain();
        var elapsed = Stopwatch.GetElapsedTime(begun);
        program.Refresh();
        var figures = new Figures(
            name, count / elapsed.TotalSeconds, Each(program.TotalProcessorTime - ofProgram), Each(await servers.Read() - ofServers), OfFloor: 1, OfSaidFloor: 1);
        await rows.Verify(count);
        if (channel == Said)
            await rows.VerifySaid(count);
        return figures;

        double Each(TimeSpan taken) => taken.TotalMicroseconds / count;
    }

    private async Task Drain(string batch)
    {
        while (await rows.Scalar(batch, BatchSize) > 0)
        {
        }
    }

    private static string Line(Figures drain) => string.Create(
        CultureInfo.InvariantCulture,
        $"{drain.Name,-18} {drain.Rate,7:F0}/s, processors' µs each: {drain.Program,5:F1} the program, {drain.Servers,5:F1} the servers; {drain.OfFloor:F2} of the floor, {drain.OfSaidFloor:F2} of that which says it");

    private static double Median(IEnumerable<Figures> drains, Func<Figures, double> figure) => drains.Select(figure).Order().ElementAt(drains.Count() / 2);

    /// <param name="Rate">Reminders a second.</param>
    /// <param name="Program">Microseconds of the processors for each, in this process.</param>
    /// <param name="Servers">The same in PostgreSQL and Redis.</param>
    private sealed record Figures(string Name, double Rate, double Program, double Servers, double OfFloor, double OfSaidFloor);
}
