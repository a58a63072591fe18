using System.Buffers;
using System.Globalization;
using System.Text;

namespace Aimi.Hosting.Resources;

/// <summary>What a person may write. Text is stored as it came, the same on both databases, or refused.</summary>
public static class PlainText
{
    /// <summary>Why a text is refused; null where it is fine.</summary>
    /// <param name="maxLength">In characters (Unicode scalar values).</param>
    public static string? Refusal(string text, int maxLength, bool mayBeBlank = false)
    {
        var length = 0;
        var blank = true;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\0')
                return "The text holds a NUL character.";
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed) != OperationStatus.Done)
                return "The text holds half a surrogate pair.";

            blank &= Rune.IsWhiteSpace(rune);
            length++;
            i += consumed;
        }

        return blank && !mayBeBlank ? "The text is empty."
            : length > maxLength ? string.Create(CultureInfo.InvariantCulture, $"The text is longer than {maxLength:N0} characters.")
            : null;
    }
}
