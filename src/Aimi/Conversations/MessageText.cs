using Aimi.Hosting.Resources;

namespace Aimi.Conversations;

/// <summary>What may be said. Text is stored as it came, or refused.</summary>
public static class MessageText
{
    /// <summary>In characters (Unicode scalar values).</summary>
    public const int MaxLength = 8_000;

    /// <summary>Why a text is refused; null where it is fine.</summary>
    public static string? Refusal(string text) => PlainText.Refusal(text, MaxLength);
}
