using System.Text;

namespace Aimi.Planning.Calendar;

/// <summary>
/// An iCalendar file, read in one pass and in bounded memory. Ical.Net's parser is not used here: it refuses a whole file for one property that is not right,
/// and this input is whoever's.
/// </summary>
internal sealed class CalendarFile
{
    /// <summary>Events and tasks.</summary>
    public const int MaxEntries = 5_000;

    // Alarms and zones among them; what is real has one or two of these an entry, and is three deep.
    private const int MaxComponents = 25_000;
    private const int MaxDepth = 6;

    /// <summary>All that is read of a file: the rest (attendees, attachments, what makers add) is not kept in memory.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "PRIORITY", "SEQUENCE", "DTSTART", "DTEND", "DUE", "DURATION", "RECURRENCE-ID",
        "RRULE", "EXRULE", "RDATE", "EXDATE", "ACTION", "TRIGGER", "TZID", "TZOFFSETTO", "X-LIC-LOCATION", "X-WR-TIMEZONE", CalendarWriter.StandIn,
    };

    private readonly List<CalendarComponent> _calendars = [];

    public IReadOnlyList<CalendarComponent> Calendars => _calendars;

    public IEnumerable<CalendarComponent> Entries =>
        _calendars.SelectMany(calendar => calendar.Components).Where(component => component.Name is "VEVENT" or "VTODO");

    /// <summary>The file; null, and why not, where it is none or too much.</summary>
    public static CalendarFile? Read(ReadOnlyMemory<byte> bytes, out ImportRefusal? refusal)
    {
        var file = new CalendarFile();
        refusal = file.Fill(bytes);
        return refusal is null ? file : null;
    }

    private ImportRefusal? Fill(ReadOnlyMemory<byte> bytes)
    {
        var open = new Stack<CalendarComponent>();
        var (components, entries) = (0, 0);
        foreach (var line in Lines(bytes))
        {
            var name = line.AsSpan(0, Math.Max(0, line.AsSpan().IndexOfAny(':', ';')));
            if (name.Equals("BEGIN", StringComparison.OrdinalIgnoreCase))
            {
                var component = new CalendarComponent(line[6..].Trim().ToUpperInvariant());
                if (open.Count == MaxDepth || (component.Name == "VCALENDAR") != (open.Count == 0))
                    return ImportRefusal.NotACalendar;

                entries += component.Name is "VEVENT" or "VTODO" ? 1 : 0;
                if (++components > MaxComponents || entries > MaxEntries)
                    return ImportRefusal.TooMany;
                if (open.TryPeek(out var parent))
                    parent.Add(component);
                else
                    _calendars.Add(component);
                open.Push(component);
            }
            else if (name.Equals("END", StringComparison.OrdinalIgnoreCase))
            {
                if (!open.TryPop(out var closed) || !line.AsSpan(4).Trim().Equals(closed.Name, StringComparison.OrdinalIgnoreCase))
                    return ImportRefusal.NotACalendar;
            }
            else if (open.Count == 0)
            {
                if (!string.IsNullOrWhiteSpace(line))
                    return ImportRefusal.NotACalendar;
            }
            else if (Known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) && CalendarProperty.Parse(line) is { } property)
            {
                open.Peek().Add(property);
            }
        }

        // One that was cut off may lack anything.
        return open.Count > 0 || _calendars.Count == 0 ? ImportRefusal.NotACalendar : null;
    }

    /// <summary>
    /// Lines put together from their folds, as bytes and decoded only then: many programs fold in the middle of a character.
    /// </summary>
    private static IEnumerable<string> Lines(ReadOnlyMemory<byte> rest)
    {
        if (rest.Span.StartsWith(Encoding.UTF8.Preamble))
            rest = rest[Encoding.UTF8.Preamble.Length..];

        var line = new byte[rest.Length];
        var length = 0;
        var quotedPrintable = false;
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var piece = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (piece.Span is [.., (byte)'\r'])
                piece = piece[..^1];

            if (piece.Span is [(byte)' ' or (byte)'\t', ..])
            {
                piece = piece[1..];
            }
            else if (quotedPrintable && line[length - 1] == '=')
            {
                length--; // its own way to fold
            }
            else
            {
                if (length > 0)
                    yield return Encoding.UTF8.GetString(line, 0, length);
                length = 0;
                quotedPrintable = piece.Span.IndexOf("=QUOTED-PRINTABLE"u8) >= 0;
            }

            piece.Span.CopyTo(line.AsSpan(length));
            length += piece.Length;
        }

        if (length > 0)
            yield return Encoding.UTF8.GetString(line, 0, length);
    }
}

/// <summary>Why a file is not imported at all: the codes of the answer.</summary>
internal enum ImportRefusal
{
    NotACalendar,
    TooMany,
}
