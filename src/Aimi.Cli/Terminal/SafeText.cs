using System.Text;

namespace Aimi.Cli.Terminal;

/// <summary>Text from elsewhere, made harmless for a terminal: no control character reaches it, so no escape sequence does.</summary>
internal static class SafeText
{
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        var previous = '\0';
        foreach (var rune in text.EnumerateRunes()) // a lone surrogate comes as U+FFFD
        {
            switch (rune.Value)
            {
                case '\n' when previous == '\r':
                    break;
                case '\r' or '\n' or 0x2028 or 0x2029:
                    clean.Append('\n');
                    break;
                case '\t':
                    clean.Append("    ");
                    break;
                case < 0x20:
                    clean.Append((char)(0x2400 + rune.Value)); // shown as its picture: ESC is ␛
                    break;
                case 0x7F:
                    clean.Append('\u2421');
                    break;
                case >= 0x80 and <= 0x9F: // C1: 0x9B alone starts an escape sequence
                case >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069: // these would reorder the rest of the line
                    clean.Append('\uFFFD');
                    break;
                default:
                    clean.Append(rune.ToString());
                    break;
            }

            previous = (char)Math.Min(rune.Value, char.MaxValue);
        }

        return clean.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string CleanLine(string text) => Clean(text).Replace('\n', ' ');
}
