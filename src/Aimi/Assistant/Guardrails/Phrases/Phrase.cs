using System.Globalization;

namespace Aimi.Assistant.Guardrails.Phrases;

/// <summary>
/// Words in a row, as a rule file writes them: <c>word</c>, <c>begin*</c>, <c>~word</c> also with one letter mistyped behind the first two, <c>one|other</c>, <c>?maybe</c>, <c>..</c> up to three words within a clause,
/// <c>...</c> up to six across clauses, <c>!not</c> next, <c>&lt;!not</c> among the two before, <c>^</c> a clause begins, <c>$</c> the sentence ends, <c>#</c> a number
/// and <c>##</c> one of ten or more.
/// </summary>
internal sealed class Phrase(string label, IReadOnlyList<Phrase.Step> steps)
{
    private const int InClause = 3;
    private const int AcrossClauses = 6;
    private const int Before = 2;

    /// <summary>The letters that a mistyped word begins with for sure: phrases are found by them.</summary>
    private const int Sure = 2;

    public string Label => label;

    /// <summary>The words that it can begin with; null where any can.</summary>
    public Step? First => steps.FirstOrDefault(step => step.Kind is not (Kind.Opens or Kind.NotBefore)) is { Kind: Kind.Word } first ? first : null;

    /// <returns>Behind the last word of a match that begins at <paramref name="at"/>; -1 for none.</returns>
    public int Match(Reading sentence, IReadOnlyList<bool> opens, int at) => Match(sentence, opens, at, 0);

    private int Match(Reading sentence, IReadOnlyList<bool> opens, int at, int step)
    {
        if (step == steps.Count)
            return at;

        var (words, wanted) = (sentence.Words, steps[step]);
        switch (wanted.Kind)
        {
            case Kind.Opens:
                return at < words.Count && opens[at] ? Match(sentence, opens, at, step + 1) : -1;
            case Kind.Ends:
                return at == words.Count ? Match(sentence, opens, at, step + 1) : -1;
            case Kind.Not:
                return at < words.Count && wanted.Fits(words[at]) ? -1 : Match(sentence, opens, at, step + 1);
            case Kind.NotBefore:
                for (var before = Math.Max(0, at - Before); before < at; before++)
                {
                    if (wanted.Fits(words[before]))
                        return -1;
                }

                return Match(sentence, opens, at, step + 1);
            case Kind.Gap or Kind.LongGap:
                var longest = Math.Min(words.Count, at + (wanted.Kind == Kind.Gap ? InClause : AcrossClauses));
                for (var next = at; next <= longest; next++)
                {
                    if (Match(sentence, opens, next, step + 1) is >= 0 and var end)
                        return end;
                    if (wanted.Kind == Kind.Gap && next < words.Count && next > 0 && sentence.AfterMark[next] && !IsJoint(words[next - 1]))
                        return -1;
                }

                return -1;
            default:
                if (at < words.Count && wanted.Fits(words[at]) && Match(sentence, opens, at + 1, step + 1) is >= 0 and var found)
                    return found;
                return wanted.Kind == Kind.Maybe ? Match(sentence, opens, at, step + 1) : -1;
        }
    }

    // "и потом", "and then": a conjunction alone parts no clause that a gap could not bridge.
    private static bool IsJoint(string word) => word is "и" or "and" or "или" or "or";

    internal enum Kind
    {
        Word,
        Maybe,
        Not,
        NotBefore,
        Gap,
        LongGap,
        Opens,
        Ends,
    }

    /// <param name="Whole">Words as they are.</param>
    /// <param name="Beginnings">How a word may begin.</param>
    /// <param name="Near">Words of which one letter may be wrong, missing, too many, or changed places with the next.</param>
    /// <param name="AtLeast">A number from this on fits; null for none.</param>
    internal sealed record Step(Kind Kind, HashSet<string> Whole, IReadOnlyList<string> Beginnings, IReadOnlyList<string> Near, int? AtLeast)
    {
        public bool Fits(string word)
        {
            if (Whole.Contains(word))
                return true;
            foreach (var beginning in Beginnings)
            {
                if (word.StartsWith(beginning, StringComparison.Ordinal))
                    return true;
            }

            foreach (var near in Near)
            {
                if (IsMistyped(near, word))
                    return true;
            }

            return AtLeast is { } least && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least;
        }

        // The letters up to the first difference and from the last one on are the same; what is between is one letter, or two that changed places.
        private static bool IsMistyped(string meant, string word)
        {
            var longer = word.Length - meant.Length;
            if (longer is < -1 or > 1)
                return false;

            var same = meant.AsSpan().CommonPrefixLength(word);
            if (same < Sure)
                return false;

            var left = meant.AsSpan(same);
            var right = word.AsSpan(same);
            return longer switch
            {
                1 => right[1..].SequenceEqual(left),
                -1 => left[1..].SequenceEqual(right),
                _ => left.Length == 0 || right[1..].SequenceEqual(left[1..])
                    || (left.Length > 1 && left[0] == right[1] && left[1] == right[0] && right[2..].SequenceEqual(left[2..])),
            };
        }
    }
}
