using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace Aimi.Language;

/// <summary>Stems of Russian and English words by Snowball, as PostgreSQL's <c>russian</c> and <c>english</c> configurations and every search engine have them.</summary>
public static class Stems
{
    // They keep the word they work on.
    [ThreadStatic]
    private static SnowballProgram? t_russian;

    [ThreadStatic]
    private static SnowballProgram? t_english;

    /// <param name="word">As <see cref="Words.Fold"/> gives it; by its letters it is Russian or English.</param>
    public static string Of(string word)
    {
        var stemmer = word.AsSpan().IndexOfAnyInRange('а', 'я') >= 0 ? t_russian ??= new RussianStemmer()
            : word.AsSpan().IndexOfAnyInRange('a', 'z') >= 0 ? t_english ??= new EnglishStemmer()
            : null;
        if (stemmer is null)
            return word;

        stemmer.SetCurrent(word);
        stemmer.Stem();
        return stemmer.Current;
    }

    /// <summary>The stems of the words that say something, in order.</summary>
    public static IReadOnlyList<string> OfText(string text) => [.. Words.Of(text).Where(word => !word.IsStopWord).Select(word => word.Stem)];
}
