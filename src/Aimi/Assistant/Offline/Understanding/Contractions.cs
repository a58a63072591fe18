using System.Collections.Frozen;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>English words that are two, also as they are typed in a hurry.</summary>
internal static class Contractions
{
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
        ["thats"] = ["that", "is"],
        ["wanna"] = ["want", "to"],
        ["gonna"] = ["going", "to"],
        ["gotta"] = ["got", "to"],
        ["lemme"] = ["let", "me"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Ending, string Word)[] Endings = [("n't", "not"), ("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would")];

    // After these 's is "is"; elsewhere it is whose.
    private static readonly FrozenSet<string> Is = FrozenSet.Create(StringComparer.Ordinal, "what", "where", "when", "who", "how", "it", "that", "there", "here", "he", "she", "everything");

    /// <summary>The two words that it stands for; null for a word that is one.</summary>
    public static string[]? Parts(string word)
    {
        if (Whole.TryGetValue(word, out var parts))
            return parts;
        if (!word.Contains('\'', StringComparison.Ordinal))
            return null;
        if (word == "let's")
            return ["let", "us"];
        if (word.EndsWith("'s", StringComparison.Ordinal))
            return Is.Contains(word[..^2]) ? [word[..^2], "is"] : null;

        foreach (var (ending, second) in Endings)
        {
            if (word.Length > ending.Length && word.EndsWith(ending, StringComparison.Ordinal))
                return [word[..^ending.Length], second];
        }

        return null;
    }
}
