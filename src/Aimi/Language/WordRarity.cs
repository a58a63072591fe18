using System.Collections.Frozen;
using System.Reflection;

namespace Aimi.Language;

/// <summary>
/// How much a word tells, by how seldom people say it: an inverse document frequency for a text that stands alone. The table (Frequencies/*.txt) orders the
/// common words of everyday Russian and English into bands by general knowledge, not by counting a corpus; a word that it does not hold is rare.
/// </summary>
public static class WordRarity
{
    private const string Prefix = "Aimi.Language.Frequencies.";
    private static readonly Lazy<FrozenDictionary<string, float>> Loaded = new(Load);

    /// <summary>0 to 1; 1 for the words that are in no band.</summary>
    public static float Of(string stem) => Loaded.Value.TryGetValue(stem, out var rarity) ? rarity : 1;

    private static FrozenDictionary<string, float> Load()
    {
        var rarities = new Dictionary<string, float>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var band = 1f;
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('='))
                    band = float.Parse(line.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
                else if (!line.StartsWith('#'))
                    foreach (var word in Words.Of(line))
                        rarities[word.Stem] = Math.Min(band, rarities.GetValueOrDefault(word.Stem, 1));
            }
        }

        return rarities.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
