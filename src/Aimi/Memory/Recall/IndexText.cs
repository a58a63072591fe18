namespace Aimi.Memory.Recall;

/// <summary>
/// What of a message is embedded and indexed, beside what is shown: an answer is understood by what it answers. "Max, he's a labrador" is found by a
/// question about a dog's name when the words that it answered are indexed with it.
/// </summary>
public static class IndexText
{
    /// <summary>An assistant's long answer shall not drown a short reply to it.</summary>
    private const int MaxBefore = 300;

    /// <param name="before">The message before it in the same session, whoever wrote it; null for the first.</param>
    public static string Of(string text, string? before)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(before))
            return text;
        if (before.Length <= MaxBefore)
            return $"{text}\n{before}";

        var end = before.LastIndexOf(' ', MaxBefore);
        return $"{text}\n{before.AsSpan(0, end > 0 ? end : MaxBefore)}";
    }
}
