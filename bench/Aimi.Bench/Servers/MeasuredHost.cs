using System.Diagnostics;
using System.Runtime;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Aimi.Bench.Servers;

/// <summary>The other end of <see cref="ServerProcess"/>.</summary>
internal static class MeasuredHost
{
    /// <summary>Says the port, answers the questions on standard input, and stops where that ends.</summary>
    public static async Task Serve(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine($"port {new Uri(address).Port}");
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(JsonSerializer.Serialize(Measure()));

        await app.StopAsync();
    }

    private static ProcessFigures Measure()
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var self = Process.GetCurrentProcess();
        return new ProcessFigures(allocated, GC.GetTotalMemory(forceFullCollection: false), self.WorkingSet64, self.TotalProcessorTime.TotalSeconds);
    }
}
