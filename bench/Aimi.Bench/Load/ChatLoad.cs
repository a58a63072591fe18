using System.Diagnostics;
using System.Text;
using HdrHistogram;

namespace Aimi.Bench.Load;

/// <summary>Keeps a number of connections busy for a while: each sends its next message when the last one is answered.</summary>
internal static class ChatLoad
{
    private const long MicrosecondsTracked = 60_000_000;

    public static async Task<ChatFigures> Run(int port, int connections, int people, TimeSpan duration)
    {
        var senders = Enumerable.Range(0, connections).Select(_ => new HttpSender()).ToList();
        await Task.WhenAll(senders.Select(sender => sender.Connect(port)));
        var histogram = new LongHistogram(MicrosecondsTracked, 3);
        using var self = Process.GetCurrentProcess();
        var processor = self.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var until = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(senders.Select((sender, index) => Task.Run(() => Talk(sender, Mine(index, connections, people), until, histogram))));
        var elapsed = Stopwatch.GetElapsedTime(start);
        self.Refresh();
        foreach (var sender in senders)
            sender.Dispose();

        return new ChatFigures(
            histogram.TotalCount,
            elapsed,
            histogram.GetValueAtPercentile(50) / 1000.0,
            histogram.GetValueAtPercentile(99) / 1000.0,
            (self.TotalProcessorTime - processor) / elapsed);
    }

    // No person is on two connections: turns of one person would wait for each other.
    private static byte[][] Mine(int index, int connections, int people) =>
        [.. Enumerable.Range(0, people).Where(person => person % connections == index).Select(person => Encoding.ASCII.GetBytes(People.Id(person)))];

    private static async Task Talk(HttpSender sender, byte[][] people, long until, LongHistogram histogram)
    {
        for (var next = 0; ; next = (next + 1) % people.Length)
        {
            var start = Stopwatch.GetTimestamp();
            if (start >= until)
                return;

            await sender.Send(people[next]);
            var microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            lock (histogram)
                histogram.RecordValue(Math.Min(microseconds, MicrosecondsTracked));
        }
    }
}

/// <param name="P50">Milliseconds, as <paramref name="P99"/>.</param>
/// <param name="LoadProcessors">How many processors the load itself took.</param>
internal sealed record ChatFigures(long Requests, TimeSpan Elapsed, double P50, double P99, double LoadProcessors)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;
}
