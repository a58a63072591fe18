using System.Collections.Frozen;

namespace Aimi.Language;

/// <summary>English words that are two, also as they are typed in a hurry.</summary>
internal static class Contractions
{
    /// <summary>Is, has, or of: who reads the words must tell which.</summary>
    public const string Apostrophe = "'s";

    private static readonly FrozenDictionary<string, string[]> Whole = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["won't"] = ["will", "not"],
        ["wont"] = ["will", "not"],
        ["can't"] = ["can", "not"],
        ["cannot"] = ["can", "not"],
        ["cant"] = ["can", "not"],
        ["dont"] = ["do", "not"],
        ["doesnt"] = ["does", "not"],
        ["didnt"] = ["did", "not"],
        ["isnt"] = ["is", "not"],
        ["im"] = ["i", "am"],
        ["ive"] = ["i", "have"],
        ["id"] = ["i", "would"],
        ["whats"] = ["what", "is"],
        ["hows"] = ["how", "is"],
        ["wheres"] = ["where", "is"],
        ["whens"] = ["when", "is"],
        ["lets"] = ["let", "us"],
        ["let's"] = ["let", "us"],
        ["thats"] = ["that", "is"],
        ["wanna"] = ["want", "to"],
        ["gonna"] = ["going", "to"],
        ["gotta"] = ["got", "to"],
        ["lemme"] = ["let", "me"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Ending, string Word)[] Endings =
    [
        ("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"), (Apostrophe, Apostrophe),
    ];

    /// <summary>The two words that it stands for; null for a word that is one.</summary>
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
