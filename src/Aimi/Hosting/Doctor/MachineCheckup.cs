using System.Globalization;
using System.Runtime.InteropServices;
using Aimi.Data;

namespace Aimi.Hosting.Doctor;

/// <summary>The machine: what it runs, and what it has left.</summary>
internal static class MachineCheckup
{
    private const double Gigabyte = 1024 * 1024 * 1024;
    private const double LittleMemory = 0.25;

    /// <summary>A zone that every tz database has: without one, people's times would all be UTC.</summary>
    private const string SomeZone = "Europe/Moscow";

    public static Task Examine(TimeProvider time, Action<Finding> tell)
    {
        tell(new(Verdict.Fine, "Machine", Environment.Version, RuntimeInformation.OSDescription, Environment.ProcessorCount));
        var memory = FreeMemory() / Gigabyte;
        tell(memory < LittleMemory ? new(Verdict.Doubtful, "Memory.Little", memory) : new(Verdict.Fine, "Memory", memory));
        tell(TimeZoneInfo.TryFindSystemTimeZoneById(SomeZone, out _) ? new(Verdict.Fine, "Zones", TimeZoneInfo.Local.Id) : new(Verdict.Broken, "Zones.None"));

        // The program can not be younger than now.
        var built = File.GetLastWriteTimeUtc(typeof(MachineCheckup).Assembly.Location);
        var now = TimeZoneInfo.ConvertTime(time.GetUtcNow(), time.LocalTimeZone);
        tell(now.UtcDateTime < built.AddDays(-1) ? new(Verdict.Broken, "Clock.Behind", now) : new(Verdict.Fine, "Clock", now));
        return Task.CompletedTask;
    }

    /// <summary>What Linux could give without taking it from others, bounded by the container's limit; elsewhere what .NET counts with.</summary>
    private static double FreeMemory()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (!OperatingSystem.IsLinux())
            return limit;

        var line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line is null ? limit : Math.Min(limit, 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture));
    }
}
