using System.Collections.Frozen;
using System.Text;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>Turns the person's words into somebody's who tells of them: what was "my" is "their", in Russian "свой".</summary>
internal static class Narrator
{
    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["my"] = "their",
        ["our"] = "their",
        ["me"] = "them",
        ["myself"] = "themselves",
        ["мой"] = "свой",
        ["моя"] = "своя",
        ["мое"] = "своё",
        ["мои"] = "свои",
        ["моего"] = "своего",
        ["моей"] = "своей",
        ["моему"] = "своему",
        ["моим"] = "своим",
        ["мою"] = "свою",
        ["моих"] = "своих",
        ["моими"] = "своими",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Tell(string words)
    {
        var told = new StringBuilder(words.Length);
        var end = 0;
        foreach (var word in Words.Of(words))
        {
            if (!Others.TryGetValue(word.Text, out var other))
                continue;

            told.Append(words, end, word.Start - end).Append(other);
            end = word.Start + word.Length;
        }

        return end == 0 ? words : told.Append(words, end, words.Length - end).ToString();
    }

    /// <summary>With a small letter in front, where it is the only capital of its word.</summary>
    public static string Small(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
