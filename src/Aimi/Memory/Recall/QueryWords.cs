using Aimi.Language;

namespace Aimi.Memory.Recall;

/// <summary>A term of a full-text query.</summary>
/// <param name="Stem">As <see cref="Stems"/> gives it.</param>
/// <param name="Weight">What a match of it counts, 1 or less.</param>
public readonly record struct QueryTerm(string Stem, double Weight);

/// <summary>
/// A question as full text is asked it: the stems of the words that say something, and the words of both languages that mean the same, joined by OR.
/// It is here and not in the index that languages meet, so the index holds nothing but stems of what was said.
/// </summary>
public static class QueryWords
{
    /// <summary>Another word for it is a good sign, the word itself a better one.</summary>
    public const double SynonymWeight = 0.5;

    /// <summary>Of the most telling words of a question as long as a page.</summary>
    private const int MaxTerms = 96;
    private const int MaxChars = 1_000;

    /// <summary>The terms, each once; what the question says first. Empty where it says nothing.</summary>
    public static IReadOnlyList<QueryTerm> Of(string question)
    {
        ArgumentNullException.ThrowIfNull(question);

        var words = Words.Of(question.Length <= MaxChars ? question : question[..MaxChars]);
        var stems = words.Select(word => word.Stem).ToArray();
        var terms = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < stems.Length; i++)
        {
            if (!words[i].IsStopWord)
                terms[stems[i]] = 1;
        }

        var cyrillic = question.Any(IsCyrillic);
        foreach (var term in Concepts.In(stems).SelectMany(concept => concept.Terms))
        {
            // A word of the other language cannot say it better, and nothing else would find it.
            if (!term.Contains(' ', StringComparison.Ordinal))
                terms.TryAdd(term, term.Any(IsCyrillic) == cyrillic ? SynonymWeight : 1);
        }

        return [.. terms.Take(MaxTerms).Select(term => new QueryTerm(term.Key, term.Value))];
    }

    private static bool IsCyrillic(char letter) => letter is >= 'Ѐ' and <= 'ӿ';
}
