namespace Aimi.Sessions.Summaries;

/// <summary>Bounds what a digest quotes.</summary>
internal static class Cuts
{
    private const string Mark = "…";

    /// <summary>The text, cut between characters where it is too long.</summary>
    public static string ToLength(string text, int longest)
    {
        if (text.Length <= longest)
            return text;

        var end = longest - Mark.Length;
        while (end > 0 && (char.IsLowSurrogate(text[end]) || char.GetUnicodeCategory(text[end]) is System.Globalization.UnicodeCategory.NonSpacingMark))
            end--;
        return text[..end].TrimEnd() + Mark;
    }
}
