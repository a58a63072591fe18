using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aimi.Hosting.Telemetry;

/// <summary>A record of the log, before it is a line.</summary>
/// <param name="Event">Its name; null for those of the framework that have none.</param>
/// <param name="Fields">What the message names, by names such as <c>message_id</c>.</param>
internal sealed record LogRecord(
    DateTimeOffset Time, string Level, int EventId, string? Event, string Category, string Message, Activity? Span, IReadOnlyList<KeyValuePair<string, object?>> Fields, Fault? Fault)
{
    private const string Template = "{OriginalFormat}";

    /// <summary>Not the framework's: it has an event's name.</summary>
    public bool IsOwn => Category.StartsWith(nameof(Aimi), StringComparison.Ordinal);

    public static LogRecord Of<TState>(in LogEntry<TState> entry)
    {
        var state = entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];

        // Some of the framework's messages repeat the whole exception: the template stands for them.
        var message = state.Any(value => value.Value is Exception)
            ? state.FirstOrDefault(value => value.Key == Template).Value as string ?? ""
            : entry.Formatter(entry.State, entry.Exception);

        return new(
            // What runs ahead for a test must not be told ahead.
            TimeProvider.System.GetUtcNow(), Word(entry.LogLevel), entry.EventId.Id, entry.EventId.Name, entry.Category, message,
            Activity.Current,
            [.. state.Where(value => value.Key != Template && value.Value is not Exception)],
            entry.Exception is null ? null : Fault.Of(entry.Exception));
    }

    /// <summary>A value as text, the same in every country.</summary>
    public static string Text(object value) => value switch
    {
        DateTimeOffset or DateTime => string.Create(CultureInfo.InvariantCulture, $"{value:O}"),
        IFormattable known => known.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        _ => level.ToString().ToLowerInvariant(),
    };
}
