using System.Text;

namespace Aimi.Conversations;

/// <summary>What may be said. Text is stored as it came, or refused.</summary>
public static class MessageText
{
    /// <summary>In characters (Unicode scalar values).</summary>
    public const int MaxLength = 8_000;

    /// <summary>Why a text is refused; null where it is fine.</summary>
    public static string? Refusal(string text)
    {
        var length = 0;
        var blank = true;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\0')
                return "The text holds a NUL character.";
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
                return "The text holds half a surrogate pair.";

            blank &= Rune.IsWhiteSpace(rune);
            length++;
            i += consumed;
        }

        return blank ? "The text is empty."
            : length > MaxLength ? "The text is longer than 8,000 characters."
            : null;
    }
}
