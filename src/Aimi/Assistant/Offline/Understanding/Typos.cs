using System.Collections.Frozen;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Mends slips of the finger in the words that Aimi is asked with, and in no others: a name stays as it is written.</summary>
internal static class Typos
{
    /// <summary>Shorter words are too like others.</summary>
    private const int Shortest = 6;

    /// <summary>An ending may be another form: "отменил" is no "отмени".</summary>
    private const int Ending = 2;

    private static readonly string[] Asked =
        ["напомни", "перенеси", "отмени", "запиши", "добавь", "запомни", "remind", "cancel", "reschedule", "remember", "schedule", "postpone"];

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["че"] = "что",
        ["чо"] = "что",
        ["шо"] = "что",
        ["чё"] = "что",
        ["напомн"] = "напомни",
        ["планерк"] = "планерка",
        ["remid"] = "remind",
        ["remin"] = "remind",
        ["cancle"] = "cancel",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Mend(string word) =>
        Known.TryGetValue(word, out var mended) ? mended
        : word.Length < Shortest - 1 ? word
        : Array.Find(Asked, asked => IsSlipOf(word, asked)) ?? word;

    // One letter left out, doubled, wrong, or two that changed places.
    private static bool IsSlipOf(string word, string asked)
    {
        if (Math.Abs(word.Length - asked.Length) > 1 || word[0] != asked[0] || word == asked)
            return false;

        var at = 0;
        while (at < word.Length && at < asked.Length && word[at] == asked[at])
            at++;
        if (at + 1 < word.Length && at + 1 < asked.Length && word[at] == asked[at + 1] && word[at + 1] == asked[at] && word[(at + 2)..] == asked[(at + 2)..])
            return word.Length == asked.Length;
        if (at >= asked.Length - Ending)
            return false;

        return word.Length == asked.Length ? word[(at + 1)..] == asked[(at + 1)..]
            : word.Length < asked.Length ? word[at..] == asked[(at + 1)..]
            : word[(at + 1)..] == asked[at..];
    }
}
