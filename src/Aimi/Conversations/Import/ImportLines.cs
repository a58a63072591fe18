using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Aimi.Hosting;

namespace Aimi.Conversations.Import;

/// <summary>A line of the file.</summary>
/// <param name="Number">Counts all lines, blank ones too, from 1, as an editor does.</param>
/// <param name="Message">What it says; null where it is refused.</param>
internal readonly record struct ImportLine(int Number, ImportedMessage? Message, LineRefusal? Refusal);

/// <summary>Why a line is refused.</summary>
/// <param name="Field">The member; null for the whole line.</param>
internal sealed record LineRefusal(string? Field, string What, string Code = Problems.ValidationFailed);

/// <summary>Reads NDJSON as it comes in; only what is left of the current line is held.</summary>
internal sealed class ImportLines(TimeProvider time)
{
    /// <summary>Bytes of the request.</summary>
    public const int MaxBody = 200 * 1024 * 1024;

    /// <summary>Bytes of a line: room for the longest text, though every character of it be written as an escape.</summary>
    private const int MaxLine = 512 * 1024;

    private static readonly LineRefusal TooLong = new(null, "A line is at most 512 KiB.");
    private static readonly LineRefusal BodyTooLarge = new(null, "A file is at most 200 MiB. Import it in parts.", Problems.TooLarge);
    private static readonly LineRefusal NotALine = new(null, "A JSON object with role, text and occurred_at.");

    /// <summary>The lines that say something, in order. The last one may be a refusal of all that follows.</summary>
    public async IAsyncEnumerable<ImportLine> Read(PipeReader body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        var lines = new List<ImportLine>();
        while (await Next(body, cancellationToken) is { } read)
        {
            var rest = read.Buffer;
            while (TakeLine(ref rest, read.IsCompleted) is { } line)
            {
                number++;
                if (!IsBlank(line))
                    lines.Add(Parse(number, number == 1 ? WithoutMark(line) : line));
            }

            var tooLong = rest.Length > MaxLine;
            body.AdvanceTo(rest.Start, rest.End);
            foreach (var line in lines)
                yield return line;

            lines.Clear();
            if (tooLong)
                yield return new ImportLine(number + 1, null, TooLong);
            if (tooLong || read.IsCompleted)
                yield break;
        }

        yield return new ImportLine(number + 1, null, BodyTooLarge);
    }

    /// <summary>What came in; null where it is more than may be.</summary>
    private static async ValueTask<ReadResult?> Next(PipeReader body, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(cancellationToken);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    private static ReadOnlySequence<byte>? TakeLine(ref ReadOnlySequence<byte> rest, bool last)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            var line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return line;
        }

        if (!last || rest.IsEmpty)
            return null;

        var unended = rest;
        rest = rest.Slice(rest.End);
        return unended;
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        }

        return true;
    }

    // Editors of Windows begin a file with it.
    private static ReadOnlySequence<byte> WithoutMark(ReadOnlySequence<byte> line)
    {
        Span<byte> start = stackalloc byte[3];
        if (line.Length < start.Length)
            return line;

        line.Slice(0, start.Length).CopyTo(start);
        return start.SequenceEqual("\uFEFF"u8) ? line.Slice(start.Length) : line;
    }

    private ImportLine Parse(int number, ReadOnlySequence<byte> line)
    {
        if (line.Length > MaxLine)
            return new ImportLine(number, null, TooLong);

        try
        {
            var reader = new Utf8JsonReader(line);
            var message = JsonSerializer.Deserialize<ImportedMessage>(ref reader, WireJson.Options);

            // Throws where more follows the object.
            reader.Read();
            return message is null ? new ImportLine(number, null, NotALine)
                : message.Refusal(time.GetUtcNow()) is var (field, what) ? new ImportLine(number, null, new LineRefusal(field, what))
                : new ImportLine(number, message, null);
        }
        catch (JsonException malformed)
        {
            return new ImportLine(number, null, Refusal(JsonField.Of(malformed.Path)));
        }
    }

    private static LineRefusal Refusal(string? field) => field switch
    {
        null => NotALine,
        _ when JsonField.Exists(typeof(ImportedMessage), field) => new LineRefusal(field, "Missing, or not of its type."),
        _ => new LineRefusal(field, "Not known here.", Problems.UnknownField),
    };
}
