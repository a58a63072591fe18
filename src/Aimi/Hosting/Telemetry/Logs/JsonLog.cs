using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Aimi.Hosting.Telemetry;

/// <summary>A JSON object a line, all flat but the fault.</summary>
internal sealed class JsonLog() : ConsoleFormatter(FormatterName)
{
    // .NET's own is "json".
    public const string FormatterName = "aimi-json";

    // Read by programs, not put into pages.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
            Write(json, LogRecord.Of(logEntry));
        textWriter.Write(Encoding.UTF8.GetString(bytes.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void Write(Utf8JsonWriter json, LogRecord record)
    {
        json.WriteStartObject();
        json.WriteString("time", record.Time.UtcDateTime);
        json.WriteString("level", record.Level);
        if (record.Event is not null)
            json.WriteString("event", record.Event);
        json.WriteNumber("event_id", record.EventId);
        json.WriteString("category", record.Category);
        json.WriteString("message", record.Message);
        if (record.Span is { } span)
        {
            json.WriteString("trace_id", span.TraceId.ToHexString());
            json.WriteString("span_id", span.SpanId.ToHexString());
        }

        foreach (var (name, value) in record.Fields)
            Write(json, JsonNamingPolicy.SnakeCaseLower.ConvertName(name), value);
        if (record.Fault is not null)
            Write(json, "fault", record.Fault);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WritePropertyName(name);
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(LogRecord.Text(value)); break;
        }
    }

    private static void Write(Utf8JsonWriter json, string name, Fault fault)
    {
        json.WriteStartObject(name);
        json.WriteString("type", fault.Type);
        if (fault.Code is not null)
            json.WriteString("code", fault.Code);
        if (fault.Words is not null)
            json.WriteString("words", fault.Words);
        json.WriteStartArray("at");
        foreach (var call in fault.At)
            json.WriteStringValue(call);
        json.WriteEndArray();
        if (fault.Cause is not null)
            Write(json, "cause", fault.Cause);
        json.WriteEndObject();
    }
}
