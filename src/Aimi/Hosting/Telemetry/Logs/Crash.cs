using System.Runtime.ExceptionServices;

namespace Aimi.Hosting.Telemetry;

/// <summary>An exception that nobody caught ends the process, as it should; but what is printed of it goes by the rules of the log, not by the runtime's, which prints its message.</summary>
internal static partial class Crash
{
    /// <summary>As the settings have it, once they are read.</summary>
    public static LogFormat Format { get; set; }

    /// <summary>Once a process.</summary>
    public static void Watch() => ExceptionHandling.SetUnhandledExceptionHandler(static failure =>
    {
        // Disposing writes out what waits to be written.
        using (var logs = LoggerFactory.Create(logging => logging.AddLogs(Format)))
            logs.CreateLogger("Aimi").Crashed(failure);
        Environment.FailFast("A fault that nobody caught.");
        return true;
    });

    [LoggerMessage(1109, LogLevel.Critical, "Aimi ends by a fault that nobody caught", EventName = "crashed")]
    private static partial void Crashed(this ILogger log, Exception failure);
}
