using Aimi.Language;

namespace Aimi.Assistant.Tools;

/// <summary>How well the name of a plan fits what a person calls it: by the forms of words, and by what they mean in the other language.</summary>
internal sealed class PlanWords(string query)
{
    /// <summary>A word that means the same is not the word itself.</summary>
    private const double Meaning = 0.8;

    private readonly string[] _stems = StemsOf(query);

    /// <summary>0 to 1: which part of the words is in it, and a little for how much of it they are.</summary>
    public double Fit(string title)
    {
        var words = StemsOf(title);
        if (_stems.Length == 0 || words.Length == 0)
            return 0;

        var found = 0.0;
        foreach (var stem in _stems)
            found += Array.IndexOf(words, stem) >= 0 ? 1 : MeansOneOf(stem, words) ? Meaning : 0;
        return (0.8 * found / _stems.Length) + (0.2 * Math.Min(1, found / words.Length));
    }

    // "I ran" is of the habit "Run".
    private static string[] StemsOf(string text) =>
        [.. Words.Of(text).Where(word => !word.IsStopWord).Select(word => IrregularVerbs.StemOf(word.Text, word.Stem)).Distinct(StringComparer.Ordinal)];

    private static bool MeansOneOf(string stem, string[] words)
    {
        var meant = Concepts.In([stem]);
        return meant.Count > 0 && Concepts.In(words).Any(meant.Contains);
    }
}
