using System.Collections.Frozen;

namespace Aimi.Planning.DatesInWords;

/// <summary>The words of time of a language, in all their forms.</summary>
/// <param name="words">By their folded form.</param>
/// <param name="lookalikes">Words that are one letter from a month or a weekday, and are words of their own: "марка", "monkey".</param>
internal sealed class Lexicon(IEnumerable<KeyValuePair<string, Meaning>> words, IEnumerable<string> lookalikes)
{
    // Shorter ones have too many neighbours.
    private const int ShortestWithTypo = 5;

    private readonly FrozenDictionary<string, Meaning> _words = words.ToFrozenDictionary(StringComparer.Ordinal);
    private readonly FrozenSet<string> _lookalikes = lookalikes.ToFrozenSet(StringComparer.Ordinal);

    // By every form with one letter left out: two words a letter apart share one of these.
    private readonly FrozenDictionary<string, Meaning> _mistyped = Neighbours(words);

    public Meaning Of(string word) =>
        _words.TryGetValue(word, out var meaning) ? meaning
        : word.Length < ShortestWithTypo || _lookalikes.Contains(word) ? default
        : Mistyped(word);

    private Meaning Mistyped(string word)
    {
        // A letter too few, a letter too many, another letter, two that changed places.
        if (_mistyped.TryGetValue(word, out var missing))
            return missing;
        for (var at = 0; at < word.Length; at++)
        {
            var without = word.Remove(at, 1);
            if (_words.TryGetValue(without, out var known) && Typable(without, known))
                return known;
            if (_mistyped.TryGetValue(string.Concat(word.AsSpan(0, at), "*", word.AsSpan(at + 1)), out var other))
                return other;
            if (at + 1 < word.Length && _words.TryGetValue(Swapped(word, at), out var swapped) && Typable(word, swapped))
                return swapped;
        }

        return default;
    }

    private static string Swapped(string word, int at) =>
        string.Concat(word.AsSpan(0, at), word.AsSpan(at + 1, 1), word.AsSpan(at, 1), word.AsSpan(at + 2));

    private static bool Typable(string word, Meaning meaning) =>
        meaning.Kind is MeaningKind.Month or MeaningKind.Weekday && word.Length >= ShortestWithTypo;

    private static FrozenDictionary<string, Meaning> Neighbours(IEnumerable<KeyValuePair<string, Meaning>> words)
    {
        var neighbours = new Dictionary<string, Meaning>(StringComparer.Ordinal);
        foreach (var (word, meaning) in words.Where(word => Typable(word.Key, word.Value)))
        {
            for (var at = 0; at < word.Length; at++)
            {
                neighbours.TryAdd(word.Remove(at, 1), meaning);
                neighbours.TryAdd(string.Concat(word.AsSpan(0, at), "*", word.AsSpan(at + 1)), meaning);
            }
        }

        return neighbours.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
