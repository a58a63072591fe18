namespace Aimi.Data;

/// <summary>The words that a full-text index is asked for, of whatever a caller gives: runs of letters and digits, as both indexes have them.</summary>
internal static class MemoryTerms
{
    /// <summary>Each is looked for in every memory of the person: more would find little and take long.</summary>
    public const int Most = 32;

    // No word of a language is longer, and PostgreSQL refuses a lexeme of 2 KiB.
    private const int Longest = 100;

    /// <summary>The first of them, each once. <c>кто-то</c> is two, as the indexes know it.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> terms)
    {
        var words = new List<string>();
        foreach (var term in terms)
        {
            for (var start = 0; start < term.Length; start++)
            {
                var length = 0;
                while (start + length < term.Length && char.IsLetterOrDigit(term[start + length]))
                    length++;

                if (length is > 0 and <= Longest && !words.Contains(term.Substring(start, length), StringComparer.Ordinal))
                    words.Add(term.Substring(start, length));
                if (words.Count == Most)
                    return words;
                start += length;
            }
        }

        return words;
    }
}
