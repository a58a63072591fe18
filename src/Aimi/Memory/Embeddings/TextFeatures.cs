using Aimi.Language;

namespace Aimi.Memory.Embeddings;

/// <summary>What two texts may have in common: stems, the character 3–5-grams within them, concepts and their domains.</summary>
internal static class TextFeatures
{
    /// <summary>What stands after it is not read: a text says what it is about in its beginning, and the vector of a longer one is a blur.</summary>
    private const int MaxChars = 4_000;

    /// <summary>Longer than any word; what is longer is an address or noise.</summary>
    private const int MaxStem = 40;

    /// <summary>One letter for one, from а to я: grams need likeness, not spelling.</summary>
    private const string FromCyrillic = "abvgdezziyklmnoprstufhccss'y'eua";

    // Chosen by bench/Aimi.Bench recall on conversations other than those whose figures docs/memory.md gives. Changing one changes OfflineEmbedder.Model.
    private const float StemWeight = 1;
    private const float GramsWeight = 1;
    private const float ConceptWeight = 1.3f;
    private const float DomainWeight = 0.4f;
    private const float GivenNameRarity = 0.15f;

    /// <summary>Adds the text's features to a vector of any length.</summary>
    public static void AddTo(Span<float> vector, string text)
    {
        var words = Words.Of(text.Length <= MaxChars ? text : text[..MaxChars]);
        var stems = new string[words.Count];
        for (var i = 0; i < stems.Length; i++)
            stems[i] = words[i].Stem is { Length: <= MaxStem } stem ? stem : words[i].Stem[..MaxStem];

        var concepts = Concepts.In(stems);
        AddConcepts(vector, concepts);

        // Where there are only stop words, they are what the text says.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var stopWordsOnly = words.All(word => word.IsStopWord);
        for (var i = 0; i < stems.Length; i++)
        {
            if ((words[i].IsStopWord && !stopWordsOnly) || !seen.Add(stems[i]))
                continue;

            var weight = IsGivenName(stems[i], concepts) ? GivenNameRarity : MathF.Sqrt(WordRarity.Of(stems[i]));
            Add(vector, stems[i], weight * StemWeight);
            AddGrams(vector, stems[i], weight * GramsWeight);
        }
    }

    private static void AddConcepts(Span<float> vector, IReadOnlyList<Concept> concepts)
    {
        var domains = new HashSet<string>(StringComparer.Ordinal);
        foreach (var concept in concepts)
        {
            Add(vector, concept.Name, ConceptWeight * (concept.IsGivenName ? GivenNameRarity : MathF.Sqrt(concept.Rarity)));

            // The domain with its stroke: without it the feature would be the word's own.
            if (!concept.IsGivenName && domains.Add(concept.Domain))
                Add(vector, concept.Name.AsSpan(0, concept.Domain.Length + 1), DomainWeight);
        }
    }

    private static bool IsGivenName(string stem, IReadOnlyList<Concept> concepts)
    {
        foreach (var concept in concepts)
        {
            if (concept.IsGivenName && concept.Terms.Contains(stem, StringComparer.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>The grams of a stem weigh together what they would as one, however many they are. The mark tells the beginning of a word from its middle.</summary>
    private static void AddGrams(Span<float> vector, string stem, float weight)
    {
        Span<char> marked = stackalloc char[stem.Length + 1];
        marked[0] = '^';
        for (var i = 0; i < stem.Length; i++)
            marked[i + 1] = Latin(stem[i]);
        var count = 0;
        for (var length = 3; length <= 5; length++)
            count += Math.Max(0, marked.Length - length + 1);

        var each = weight / MathF.Sqrt(count);
        for (var length = 3; length <= 5; length++)
        {
            for (var at = 0; at + length <= marked.Length; at++)
                Add(vector, marked.Slice(at, length), each);
        }
    }

    /// <summary>Grams are of Latin letters, so that a name that no lexicon holds is met in the other language, too: Лаишево, Laishevo.</summary>
    private static char Latin(char letter) => letter is >= 'а' and <= 'я' ? FromCyrillic[letter - 'а'] : letter;

    /// <summary>The hash tells the place and the sign; signs let those that fall on one place cancel out rather than add up.</summary>
    private static void Add(Span<float> vector, ReadOnlySpan<char> feature, float weight)
    {
        var hash = FeatureHash.Of(feature);
        vector[(int)(hash % (uint)vector.Length)] += (long)hash < 0 ? weight : -weight;
    }
}
