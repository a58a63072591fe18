using System.Buffers;
using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>A word as the rules see it: of "don't" there are two.</summary>
internal sealed class Token(string text, int start, int end, bool apart, bool capital)
{
    private static readonly SearchValues<char> Marks = SearchValues.Create(",;:—–-(\n\u2026");

    private static readonly FrozenSet<string> BeforeIs = FrozenSet.Create(
        StringComparer.Ordinal, "what", "where", "when", "who", "how", "it", "that", "there", "here", "he", "she", "everything");

    private string? _stem;

    /// <summary>Folded: lower case, ё as е.</summary>
    public string Text { get; } = text;

    public string Stem => _stem ??= Stems.Of(Text);

    /// <summary>In the message, in UTF-16 units.</summary>
    public int Start { get; } = start;

    public int End { get; } = end;

    /// <summary>A comma, a dash or the like stands before it.</summary>
    public bool Apart { get; set; } = apart;

    public bool Capital { get; } = capital;

    /// <summary>It says when, or "please": the rules do not see it, and no title holds it.</summary>
    public bool Hidden { get; set; }

    public override string ToString() => Text;

    /// <summary>The words of a stretch of a text.</summary>
    /// <param name="most">How many at most: the rest is a story.</param>
    public static List<Token> Of(string text, Range stretch, int most)
    {
        var (offset, length) = stretch.GetOffsetAndLength(text.Length);
        var tokens = new List<Token>();
        var before = 0;
        foreach (var word in Words.Of(text.Substring(offset, length)))
        {
            var (start, end) = (offset + word.Start, offset + word.Start + word.Length);
            var apart = tokens.Count > 0 && text.AsSpan(offset + before, word.Start - before).ContainsAny(Marks);
            before = word.Start + word.Length;
            var capital = char.IsUpper(text[start]);
            if (Parts(word.Text) is not { } parts)
            {
                tokens.Add(new Token(Typos.Mend(word.Text), start, end, apart, capital));
            }
            else
            {
                var apostrophe = text.AsSpan(start, end - start).IndexOfAny('\'', '’', 'ʼ');
                var middle = apostrophe > 0 ? start + apostrophe : end;
                tokens.Add(new Token(parts[0], start, middle, apart, capital));
                tokens.Add(new Token(parts[1], middle, end, false, false));
            }

            if (tokens.Count >= most)
                break;
        }

        return tokens;
    }

    // Elsewhere 's is whose, and the word one.
    private static string[]? Parts(string word) => Contractions.Parts(word) switch
    {
        [var first, Contractions.Apostrophe] => BeforeIs.Contains(first) ? [first, "is"] : null,
        var parts => parts,
    };
}
