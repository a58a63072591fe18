using System.Buffers;
using System.Text;

namespace Aimi.Planning.Calendar;

/// <summary>
/// Writes iCalendar: lines of at most 75 octets, folded between characters, and escaped text. Ical.Net's writer folds in the middle of an emoji and leaves
/// backslashes as they are.
/// </summary>
internal sealed class CalendarWriter(IBufferWriter<byte> output)
{
    /// <summary>Marks an event that stands for a task, for clients that show no tasks; an import passes over it.</summary>
    public const string StandIn = "X-AIMI-TASK";

    private const int MaxLine = 75;

    public void Begin(string component) => Line($"BEGIN:{component}");

    public void End(string component) => Line($"END:{component}");

    public void Text(string property, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            Line($"{property}:{CalendarText.Escape(text)}");
    }

    public void Line(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line).AsSpan();
        var room = MaxLine;
        while (bytes.Length > room)
        {
            var cut = room;
            while ((bytes[cut] & 0b1100_0000) == 0b1000_0000) // in the middle of a character
                cut--;
            output.Write(bytes[..cut]);
            output.Write("\r\n "u8);
            bytes = bytes[cut..];
            room = MaxLine - 1;
        }

        output.Write(bytes);
        output.Write("\r\n"u8);
    }
}
