using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aimi.Hosting.Telemetry;

/// <summary>A line for a person to read, and below it where a fault came from.</summary>
internal sealed class TextLog() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "aimi-text";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var record = LogRecord.Of(logEntry);
        textWriter.Write(record.Time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture));
        textWriter.Write($" {record.Level} {(record.IsOwn ? record.Event : record.Category)}: ");

        // A record is not to look like two.
        textWriter.Write(record.Message.ReplaceLineEndings(" "));
        if (record.Span is { } span)
            textWriter.Write($" [trace {span.TraceId.ToHexString()}]");
        textWriter.Write('\n');
        for (var fault = record.Fault; fault is not null; fault = fault.Cause)
        {
            textWriter.Write($"  {(fault with { Cause = null }).Brief}\n");
            foreach (var call in fault.At)
                textWriter.Write($"    at {call}\n");
        }
    }
}
