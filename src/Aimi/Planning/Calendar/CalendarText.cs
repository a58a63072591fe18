using System.Globalization;
using System.Text;

namespace Aimi.Planning.Calendar;

/// <summary>Text as iCalendar escapes it (RFC 5545, 3.3.11).</summary>
internal static class CalendarText
{
    public static string Of(CalendarProperty property) =>
        string.Equals(property.Parameter("ENCODING"), "QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase)
            ? Unescape(FromQuotedPrintable(property.Value))
            : Unescape(property.Value);

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            _ = character switch
            {
                '\\' or ';' or ',' => escaped.Append('\\').Append(character),
                '\n' => escaped.Append("\\n"),
                _ when char.IsControl(character) && character != '\t' => escaped,
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Fit to be stored: without what the database or a screen can not take, and not longer than that many UTF-16 units. Null where nothing is left.</summary>
    public static string? Clean(string? text, int length)
    {
        if (text is null)
            return null;

        var clean = new StringBuilder(Math.Min(text.Length, length));
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t'))
                continue;
            if (clean.Length + rune.Utf16SequenceLength > length)
                break;
            clean.Append(rune.ToString());
        }

        return clean.ToString().Trim() is { Length: > 0 } left ? left : null;
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;

        var text = new StringBuilder(value.Length);
        for (var index = 0; index < value.Length; index++)
        {
            var escaped = value[index] == '\\' && index + 1 < value.Length;
            text.Append(escaped ? value[++index] is 'n' or 'N' ? '\n' : value[index] : value[index]);
        }

        return text.ToString();
    }

    // What is left of vCalendar 1.0, in files of old phones; the text in it is taken for UTF-8.
    private static string FromQuotedPrintable(string value)
    {
        var bytes = new List<byte>(value.Length);
        for (var index = 0; index < value.Length; index++)
        {
            if (value[index] == '=' && index + 2 < value.Length
                && byte.TryParse(value.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                bytes.Add(octet);
                index += 2;
            }
            else if (char.IsAscii(value[index]))
            {
                bytes.Add((byte)value[index]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
