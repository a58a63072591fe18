using Aimi.Language;

namespace Aimi.Assistant.Tools;

/// <summary>How well the name of a plan fits what a person calls it: by the forms of words, and by what they mean in the other language.</summary>
internal sealed class PlanWords(string query)
{
    /// <summary>A word that means the same is not the word itself.</summary>
    private const double Meaning = 0.8;

    /// <summary>Shorter stems are kin by chance.</summary>
    private const int Long = 4;

    /// <summary>Of what was done for a while.</summary>
    private const string Prefix = "по";

    private readonly string[] _stems = StemsOf(query);

    /// <summary>0 to 1: which part of the words is in it, and a little for how much of it they are.</summary>
    public double Fit(string title)
    {
        var words = StemsOf(title);
        if (_stems.Length == 0 || words.Length == 0)
            return 0;

        var found = 0.0;
        foreach (var stem in _stems)
            found += Array.IndexOf(words, stem) >= 0 ? 1 : MeansOneOf(stem, words) || Array.Exists(words, word => IsKin(stem, word)) ? Meaning : 0;
        return (0.8 * found / _stems.Length) + (0.2 * Math.Min(1, found / words.Length));
    }

    // "I ran" is of the habit "Run".
    private static string[] StemsOf(string text) =>
        [.. Words.Of(text).Where(word => !word.IsStopWord).Select(word => IrregularVerbs.StemOf(word.Text, word.Stem)).Distinct(StringComparer.Ordinal)];

    // "Порисовала" and "рисованием" are of "Рисовать".
    private static bool IsKin(string stem, string word)
    {
        var root = stem.Length >= Long + Prefix.Length && stem.StartsWith(Prefix, StringComparison.Ordinal) ? stem[Prefix.Length..] : stem;
        return root.Length >= Long && word.Length >= Long && root[0] is >= 'а' and <= 'я' && (root == word || root == word + "н" || word == root + "н");
    }

    private static bool MeansOneOf(string stem, string[] words)
    {
        var meant = Concepts.In([stem]);
        return meant.Count > 0 && Concepts.In(words).Any(meant.Contains);
    }
}
