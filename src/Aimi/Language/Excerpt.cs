namespace Aimi.Language;

/// <summary>The beginning of a text, where there is no room for all of it.</summary>
public static class Excerpt
{
    /// <param name="maxLength">In UTF-16 units; a character that would be halved is left out.</param>
    public static string Of(string text, int maxLength) =>
        text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
}
