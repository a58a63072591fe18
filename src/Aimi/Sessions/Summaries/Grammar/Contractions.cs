using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>English words that are two, also as they are typed in a hurry.</summary>
internal static class Contractions
{
    private static readonly FrozenDictionary<string, string[]> Whole = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["won't"] = ["will", "not"],
        ["can't"] = ["can", "not"],
        ["cannot"] = ["can", "not"],
        ["cant"] = ["can", "not"],
        ["dont"] = ["do", "not"],
        ["doesnt"] = ["does", "not"],
        ["didnt"] = ["did", "not"],
        ["isnt"] = ["is", "not"],
        ["im"] = ["i", "am"],
        ["ive"] = ["i", "have"],
        ["wanna"] = ["want", "to"],
        ["gonna"] = ["going", "to"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Ending, string Word)[] Endings =
    [
        ("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"),

        // It is, has, or of: the rules say which one they mean.
        ("'s", "'s"),
    ];

    /// <summary>The words that it stands for; null for a word that is one.</summary>
    public static string[]? Parts(string word)
    {
        if (Whole.TryGetValue(word, out var parts))
            return parts;
        if (!word.Contains('\'', StringComparison.Ordinal))
            return null;

        foreach (var (ending, second) in Endings)
        {
            if (word.Length > ending.Length && word.EndsWith(ending, StringComparison.Ordinal))
                return [word[..^ending.Length], second];
        }

        return null;
    }
}
