using System.Collections.Frozen;
using System.Reflection;

namespace Aimi.Language;

/// <summary>
/// What everyday words mean, in both languages: <c>мама</c>, <c>mother</c> and <c>mum</c> are one concept. Written for Aimi by hand, one file a domain of
/// life (Concepts/*.tsv), a line a concept: Russian terms, a tab, English terms. A term may be several words, and may be of several concepts.
/// </summary>
public static class Concepts
{
    private const string Prefix = "Aimi.Language.Concepts.";

    /// <summary>The longest term, in words.</summary>
    private const int MaxWords = 3;

    private static readonly Lazy<Lexicon> Loaded = new(Load);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Concept> All => Loaded.Value.Concepts;

    /// <summary>The concepts that a text speaks of, each once, in the order of the text.</summary>
    /// <param name="stems">The stems of all its words in order, stop words too: they stand within terms.</param>
    public static IReadOnlyList<Concept> In(ReadOnlySpan<string> stems)
    {
        var (_, terms, openings) = Loaded.Value;
        var found = new List<Concept>();
        for (var at = 0; at < stems.Length; at++)
        {
            Add(stems[at]);
            if (!openings.Contains(stems[at]))
                continue;

            for (var end = at + 2; end <= stems.Length && end <= at + MaxWords; end++)
                Add(string.Join(' ', stems[at..end]!));
        }

        return found;

        void Add(string term)
        {
            foreach (var concept in terms.GetValueOrDefault(term, []))
            {
                if (!found.Contains(concept))
                    found.Add(concept);
            }
        }
    }

    private static Lexicon Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var concepts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .SelectMany(name => Read(assembly.GetManifestResourceStream(name)!, name[Prefix.Length..^".tsv".Length]))
            .ToArray();
        var terms = concepts.SelectMany(concept => concept.Terms, (concept, term) => (term, concept))
            .GroupBy(pair => pair.term, pair => pair.concept, StringComparer.Ordinal)
            .ToFrozenDictionary(term => term.Key, term => term.ToArray(), StringComparer.Ordinal);
        var openings = terms.Keys.Where(term => term.Contains(' ', StringComparison.Ordinal)).Select(term => term[..term.IndexOf(' ', StringComparison.Ordinal)]);
        return new Lexicon(concepts, terms, openings.ToFrozenSet(StringComparer.Ordinal));
    }

    private static IEnumerable<Concept> Read(Stream file, string domain)
    {
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;

            var columns = line.Split('\t');
            string[] terms = [.. Terms(columns[0]).Concat(Terms(columns[1])).Distinct(StringComparer.Ordinal)];
            yield return new Concept($"{domain}/{columns[1].Split(',')[0]}", domain, terms, terms.Average(term => term.Split(' ').Max(WordRarity.Of)));
        }
    }

    private static IEnumerable<string> Terms(string column) =>
        column.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(Words.Of)
            .Where(words => words.Count > 1 || !words[0].IsStopWord)
            .Select(words => string.Join(' ', words.Select(word => word.Stem)));

    private sealed record Lexicon(IReadOnlyList<Concept> Concepts, FrozenDictionary<string, Concept[]> Terms, FrozenSet<string> Openings);
}
