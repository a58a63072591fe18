using System.CommandLine;
using System.Globalization;
using Aimi.Bench.Load;
using Aimi.Bench.Servers;

namespace Aimi.Bench;

/// <summary>
/// <c>telemetry</c>: what it costs a send that the program tells of itself. The same load in turns on an Aimi that measures nothing, one whose metrics are kept and asked for, and one that
/// sends every trace, and its metrics, to a collector.
/// </summary>
internal static class TelemetryBench
{
    private const int People = 1_000;

    /// <summary>Requests, until connections are open and caches full.</summary>
    private const int WarmUp = 10_000;

    // What is hot is compiled for good at once: else the compiler works beside the load for minutes, longer where there is more code, and that is what is measured.
    private static readonly (string Name, string Value)[] Compiled = [("DOTNET_TieredCompilation", "0"), ("DOTNET_ReadyToRun", "0")];

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long each measurement takes.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each is measured, in turns; the medians count.", DefaultValueFactory = _ => 7 };
    private static readonly Option<int> Connections = new("--connections") { Description = "How many at once.", DefaultValueFactory = _ => 64 };

    public static Command Command()
    {
        var command = new Command("telemetry", "What metrics and traces cost POST /chat/send, beside an Aimi without them.")
        {
            Backends.PostgresOption, Backends.RedisOption, Seconds, Rounds, Connections,
        };
        command.SetAction((parsed, _) => Run(parsed));
        return command;
    }

    private static async Task Run(ParseResult parsed)
    {
        var (duration, connections) = (TimeSpan.FromSeconds(parsed.GetValue(Seconds)), parsed.GetValue(Connections));
        await using var sink = await CollectorSink.Start();
        await using var backends = await Backends.Create(parsed);
        await using var off = await ServerProcess.Start("off", AimiHost.Name, backends, [.. Compiled, (AimiHost.Mute, "1")]);
        await backends.Fill(People);
        await using var metrics = await ServerProcess.Start("metrics", AimiHost.Name, backends, Compiled);
        await using var traces = await ServerProcess.Start("traces", AimiHost.Name, backends, [.. Compiled, ("AIMI__Telemetry__Otlp", sink.Address)]);
        ServerProcess[] servers = [off, metrics, traces];
        Print($"{await backends.Durability()}; {Environment.ProcessorCount} processors for servers, database, Redis, collector and load; {connections} connections, {People} people");
        Print($"{"",-8}  {"req/s",8}  {"p50 ms",7}  {"p99 ms",7}  {"server cpu µs/req",17}  {"bytes/req",9}");
        foreach (var server in servers)
        {
            for (var warmed = 0L; warmed < WarmUp;)
                warmed += (await ChatLoad.Run(server.Port, connections, People, Settle)).Requests;
        }

        var taken = servers.ToDictionary(server => server, _ => new List<Sample>());
        for (var round = 0; round < parsed.GetValue(Rounds); round++)
        {
            // Whoever is first in one round is last in the next: what grows meanwhile grows for all.
            foreach (var server in round % 2 == 0 ? servers : servers.Reverse())
            {
                var sample = await Take(server, connections, duration);
                taken[server].Add(sample);
                Print(Line(server.Name, sample));
            }
        }

        foreach (var server in servers.Skip(1))
        {
            Print($"{server.Name,-8}  median of {taken[off].Count} rounds beside off: {Ratio(s => s.Chat.PerSecond):F3} of the throughput, {Ratio(s => s.Chat.P50):F3} p50, {Ratio(s => s.Chat.P99):F3} p99, {Ratio(s => s.Processor):F3} processor time, {Ratio(s => s.Allocated):F3} bytes");

            double Ratio(Func<Sample, double> figure) => Median([.. taken[server].Zip(taken[off], (with, without) => figure(with) / figure(without))]);
        }

        Print($"the collector took {sink.Bytes / 1e6:F1} MB");
    }

    private static async Task<Sample> Take(ServerProcess server, int connections, TimeSpan duration)
    {
        var before = await server.Measure();
        var load = ChatLoad.Run(server.Port, connections, People, duration);
        var page = await Scrape(server);
        var chat = await load;
        var after = await server.Measure();
        if (page.Contains("aimi_turn_duration", StringComparison.Ordinal) == (server.Name == "off"))
            throw new InvalidOperationException($"{server.Name} is not what its name says.");
        return new Sample(chat, (after.ProcessorSeconds - before.ProcessorSeconds) * 1e6 / chat.Requests, (after.Allocated - before.Allocated) / (double)chat.Requests);
    }

    /// <summary>As often as Prometheus would, about.</summary>
    private static async Task<string> Scrape(ServerProcess server)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{server.Port}/metrics"));
    }

    private static string Line(string name, Sample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-8}  {sample.Chat.PerSecond,8:F0}  {sample.Chat.P50,7:F2}  {sample.Chat.P99,7:F2}  {sample.Processor,17:F0}  {sample.Allocated,9:F0}");

    private static double Median(List<double> all)
    {
        all.Sort();
        return (all[(all.Count - 1) / 2] + all[all.Count / 2]) / 2;
    }

    private static void Print(FormattableString line) => Print(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);

    /// <param name="Processor">Microseconds of the server process a request.</param>
    /// <param name="Allocated">Bytes of managed memory a request.</param>
    private sealed record Sample(ChatFigures Chat, double Processor, double Allocated);
}
