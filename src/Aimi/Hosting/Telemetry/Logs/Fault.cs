using System.Data.Common;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace Aimi.Hosting.Telemetry;

/// <summary>
/// What of an exception goes into a log: what it is, its code, where it came from. Never its message, for it may repeat what it was given, a person's
/// words or a token among them (<c>The input string 'x' was not in a correct format</c>); but for those that Aimi words herself.
/// </summary>
/// <param name="Code">What it says of itself in a number or a word: SQLSTATE, a socket's error, a status.</param>
/// <param name="Words">The message of an exception of Aimi's own.</param>
/// <param name="At">The calls that led to it, the innermost first.</param>
internal sealed record Fault(string Type, string? Code, string? Words, IReadOnlyList<string> At, Fault? Cause)
{
    private const int MaxFrames = 40;
    private const int MaxCauses = 8;

    public static Fault Of(Exception exception) => Of(exception, MaxCauses);

    /// <summary>In one line: <c>NpgsqlException ← SocketException (ConnectionRefused)</c>.</summary>
    public string Brief => $"{Type[(Type.LastIndexOf('.') + 1)..]}{(Code is null ? "" : $" ({Code})")}{(Words is null ? "" : $": {Words}")}{(Cause is null ? "" : $" ← {Cause.Brief}")}";

    private static Fault Of(Exception exception, int causes) => new(
        exception.GetType().FullName ?? exception.GetType().Name,
        CodeOf(exception),
        exception.GetType().Assembly == typeof(Fault).Assembly ? exception.Message : null,
        [.. (exception.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("at ", StringComparison.Ordinal)).Select(line => line[3..]).Take(MaxFrames)],
        exception.InnerException is { } inner && causes > 0 ? Of(inner, causes - 1) : null);

    private static string? CodeOf(Exception exception) => exception switch
    {
        DbException { SqlState: { } state } => $"SQLSTATE {state}",

        // SQLite's own; others give none, and .NET fills in one of Windows'.
        DbException { ErrorCode: > 0 and < 10_000 and var code } => $"error {code}",
        SocketException socket => socket.SocketErrorCode.ToString(),
        WebSocketException socket => socket.WebSocketErrorCode.ToString(),
        HttpRequestException { StatusCode: { } status } => $"status {(int)status}",
        HttpRequestException http => http.HttpRequestError.ToString(),
        BadHttpRequestException bad => $"status {bad.StatusCode}",
        JsonException { LineNumber: { } line } json => $"line {line}, byte {json.BytePositionInLine}",
        IOException io => $"0x{io.HResult:X8}",
        _ => null,
    };
}
