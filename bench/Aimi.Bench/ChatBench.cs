using System.CommandLine;
using System.Globalization;
using Aimi.Bench.Load;
using Aimi.Bench.Servers;

namespace Aimi.Bench;

/// <summary><c>chat</c>: sends over HTTP, to Aimi and to the floor in turns, on one database and one Redis.</summary>
internal static class ChatBench
{
    private const int People = 1_000;

    /// <summary>Requests, until the runtime has compiled for good what is hot.</summary>
    private const int WarmUp = 30_000;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long each measurement takes.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Pairs of measurements; the medians count.", DefaultValueFactory = _ => 5 };
    private static readonly Option<string> Connections = new("--connections") { Description = "How many at once, by commas.", DefaultValueFactory = _ => "1,64" };

    public static Command Command()
    {
        var command = new Command("chat", "Requests a second and latency of POST /chat/send, beside the floor.")
        {
            Backends.PostgresOption, Backends.RedisOption, Seconds, Rounds, Connections,
        };
        command.SetAction((parsed, _) => Run(parsed));
        return command;
    }

    private static async Task Run(ParseResult parsed)
    {
        var duration = TimeSpan.FromSeconds(parsed.GetValue(Seconds));
        await using var backends = await Backends.Create(parsed);
        await using var aimi = await ServerProcess.Start("aimi", AimiHost.Name, backends);
        await backends.Fill(People);
        await using var floor = await ServerProcess.Start("floor", FloorHost.Name, backends);
        Print($"{await backends.Durability()}; {Environment.ProcessorCount} processors for servers, database, Redis and load; {People} people");
        Print($"{"connections",11}  {"",-5}  {"req/s",8}  {"p50 ms",7}  {"p99 ms",7}  {"server cpu µs/req",17}  {"bytes/req",9}  {"load cpu",8}");
        foreach (var server in new[] { aimi, floor })
        {
            for (var warmed = 0L; warmed < WarmUp;)
                warmed += (await ChatLoad.Run(server.Port, 64, People, Settle)).Requests;
        }

        foreach (var connections in parsed.GetValue(Connections)!.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)))
        {
            foreach (var server in new[] { aimi, floor })
                await ChatLoad.Run(server.Port, connections, People, Settle);

            var rounds = new List<(Sample Aimi, Sample Floor)>();
            for (var round = 0; round < parsed.GetValue(Rounds); round++)
                rounds.Add((await Take(aimi, connections, duration), await Take(floor, connections, duration)));

            Print($"{connections,11}  ratio, median of {rounds.Count} pairs: {Median(rounds, pair => pair.Aimi.Chat.PerSecond / pair.Floor.Chat.PerSecond):F2} of the floor's throughput, p99 {Median(rounds, pair => pair.Aimi.Chat.P99 / pair.Floor.Chat.P99):F2} times the floor's");
            Print(Median("aimi", connections, [.. rounds.Select(pair => pair.Aimi)]));
            Print(Median("floor", connections, [.. rounds.Select(pair => pair.Floor)]));
        }

        Print($"stored: aimi {await backends.Messages("public"):N0} messages, floor {await backends.Messages("floor"):N0}");
    }

    private static async Task<Sample> Take(ServerProcess server, int connections, TimeSpan duration)
    {
        var before = await server.Measure();
        var chat = await ChatLoad.Run(server.Port, connections, People, duration);
        var after = await server.Measure();
        var sample = new Sample(
            chat, (after.ProcessorSeconds - before.ProcessorSeconds) * 1e6 / chat.Requests, (after.Allocated - before.Allocated) / (double)chat.Requests);
        Print(Line(server.Name, connections, sample));
        return sample;
    }

    private static string Line(string name, int connections, Sample sample) =>
        $"{connections,11}  {name,-5}  {sample.Chat.PerSecond,8:F0}  {sample.Chat.P50,7:F2}  {sample.Chat.P99,7:F2}  {sample.Processor,17:F0}  {sample.Allocated,9:F0}  {sample.Chat.LoadProcessors,8:F2}";

    private static string Median(string name, int connections, List<Sample> samples) =>
        $"{connections,11}  {name,-5}  {Median(samples, s => s.Chat.PerSecond),8:F0}  {Median(samples, s => s.Chat.P50),7:F2}  {Median(samples, s => s.Chat.P99),7:F2}  {Median(samples, s => s.Processor),17:F0}  {Median(samples, s => s.Allocated),9:F0}  {Median(samples, s => s.Chat.LoadProcessors),8:F2}  median";

    private static double Median<T>(IEnumerable<T> all, Func<T, double> figure)
    {
        var sorted = all.Select(figure).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static void Print(FormattableString line) => Print(line.ToString(CultureInfo.InvariantCulture));

    private static void Print(string line) => Console.WriteLine(line);

    /// <param name="Processor">Microseconds of the server process a request.</param>
    /// <param name="Allocated">Bytes of managed memory a request.</param>
    private sealed record Sample(ChatFigures Chat, double Processor, double Allocated);
}
