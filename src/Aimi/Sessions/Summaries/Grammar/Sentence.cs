using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>A sentence of a message, cut into its clauses.</summary>
internal sealed class Sentence(string message, IReadOnlyList<Token> tokens, bool isQuestion)
{
    private const int LongestQuote = 280;

    private readonly HashSet<string> _words = tokens.Select(token => token.Text).ToHashSet(StringComparer.Ordinal);

    private readonly Lazy<HashSet<string>> _stems = new(() => tokens.Select(word => IrregularVerbs.StemOf(word.Text, word.Stem)).ToHashSet(StringComparer.Ordinal));

    public IReadOnlyList<Token> Tokens { get; } = tokens;
    public bool IsQuestion { get; } = isQuestion;

    /// <summary>From one comma or conjunction to the next.</summary>
    public IReadOnlyList<Span> Clauses { get; } = [.. Cut(tokens)];
    public int Count => Tokens.Count;
    public Token this[int index] => Tokens[index];

    /// <summary>The sentence as it was written, without what closes it.</summary>
    public string Text => Quote(new Span(0, Count));

    /// <summary>Whether a clause, or the sentence, is over before this word.</summary>
    public bool EndsAt(int at) => at >= Count || Tokens[at].Apart || WordList.Conjunctions.Contains(Tokens[at].Text);

    public bool HoldsAny(FrozenSet<string> words) => words.Count < _words.Count ? words.Any(_words.Contains) : _words.Overlaps(words);

    /// <summary>Whether a form of it is there; "ran" is one of "run".</summary>
    public bool HoldsStem(string stem) => _stems.Value.Contains(stem);

    public bool Any(Func<Token, bool> test, int from = 0, int? to = null)
    {
        for (var at = from; at < (to ?? Count); at++)
        {
            if (test(Tokens[at]))
                return true;
        }

        return false;
    }

    /// <summary>The words as the person wrote them, on one line, cut where they are very long.</summary>
    public string Quote(Span span)
    {
        if (span.Length <= 0)
            return "";

        var start = Tokens[span.Start].Start;
        return Cuts.ToLength(string.Join(' ', message[start..Tokens[span.End - 1].End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), LongestQuote);
    }

    /// <summary>The stems of the words that say something.</summary>
    public IEnumerable<string> StemsOf(Span span)
    {
        for (var at = span.Start; at < span.End; at++)
        {
            if (!Language.StopWords.Contains(Tokens[at].Text) && Tokens[at].Text != "'s")
                yield return Tokens[at].Stem;
        }
    }

    private static IEnumerable<Span> Cut(IReadOnlyList<Token> tokens)
    {
        var start = 0;
        for (var at = 1; at < tokens.Count; at++)
        {
            if (!tokens[at].Apart && !WordList.Conjunctions.Contains(tokens[at].Text))
                continue;

            yield return new Span(start, at);
            start = at;
        }

        yield return new Span(start, tokens.Count);
    }
}
