namespace Aimi.Assistant.Offline.Understanding;

/// <summary>
/// A turn of phrase, in a notation that reads like it, that must fit the words from here to the end of the clause: <c>@remind @me? о|об|про &lt;title&gt;</c>.
/// <list type="bullet">
/// <item><c>word|other|@set</c>: one of these words (see <see cref="WordSet"/>); with <c>?</c> behind it may be missing.</item>
/// <item><c>&lt;title&gt;</c>: one or more words, the fewest that let the rest fit; <c>..</c>: any words, or none.</item>
/// <item><c>,</c>: a comma, a dash or the like stands here.</item>
/// <item><c>title[ … ]</c>: what stands between, as a slot.</item>
/// <item><c>&amp;word</c>: such a word stands next, and is not taken; <c>&amp;&amp;word</c>: it is among the next three; <c>&amp;&amp;&amp;word</c>: it follows somewhere; <c>!word</c>: none stands next; <c>!!word</c>: none follows at all.</item>
/// </list>
/// </summary>
internal sealed class Pattern
{
    // Two open ends in a pattern at most, and as many words as a clause may have: what is tried stays small. This holds it whatever a rule says.
    private const int MostSteps = 4_000;
    private const int Near = 3;

    private readonly Element[] _elements;

    private Pattern(Element[] elements) => _elements = elements;

    private enum Kind
    {
        Word,
        Slot,
        Gap,
        Open,
        Close,
        Break,
        Next,
        Soon,
        Somewhere,
        NotNext,
        Nowhere,
    }

    public static Pattern Of(string notation, IReadOnlyDictionary<string, WordSet> known) =>
        new([.. Elements(notation, known)]);

    private static IEnumerable<Element> Elements(string notation, IReadOnlyDictionary<string, WordSet> known)
    {
        var open = "";
        foreach (var part in notation.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            open = part[^1] == '[' ? part[..^1] : open;
            yield return Element.Of(part == "]" ? open + "]" : part, known);
        }
    }

    /// <summary>The words that it can begin with; null where it may begin with others.</summary>
    public IReadOnlySet<string>? Beginnings
    {
        get
        {
            var words = new HashSet<string>(StringComparer.Ordinal);
            foreach (var element in _elements)
            {
                if (element.Kind is Kind.NotNext or Kind.Nowhere or Kind.Open or Kind.Close or Kind.Break or Kind.Soon or Kind.Somewhere)
                    continue;
                if (element.Kind is Kind.Slot or Kind.Gap || !element.Words.IsListed)
                    return null;

                words.UnionWith(element.Words.Words);
                if (!element.Optional)
                    return words;
            }

            return null;
        }
    }

    /// <summary>What the slots hold, as indexes of words; null where the pattern does not fit.</summary>
    public Dictionary<string, Range>? Match(IReadOnlyList<Token> words, int from)
    {
        var slots = new Dictionary<string, Range>(StringComparer.Ordinal);
        var steps = 0;
        return Fits(words, from, 0, slots, ref steps) ? slots : null;
    }

    private bool Fits(IReadOnlyList<Token> words, int at, int index, Dictionary<string, Range> slots, ref int steps)
    {
        if (++steps > MostSteps)
            return false;
        if (index == _elements.Length)
            return at == words.Count;

        var element = _elements[index];
        switch (element.Kind)
        {
            case Kind.Open:
                slots[element.Name] = at..at;
                return Fits(words, at, index + 1, slots, ref steps);
            case Kind.Close:
                slots[element.Name] = slots[element.Name].Start..at;
                return Fits(words, at, index + 1, slots, ref steps);
            case Kind.Break:
                return at < words.Count && words[at].Apart && Fits(words, at, index + 1, slots, ref steps);
            case Kind.Next:
                return at < words.Count && element.Words.Contains(words[at]) && Fits(words, at, index + 1, slots, ref steps);
            case Kind.NotNext:
                return !(at < words.Count && element.Words.Contains(words[at])) && Fits(words, at, index + 1, slots, ref steps);
            case Kind.Soon:
                return Holds(element, words, at, at + Near) && Fits(words, at, index + 1, slots, ref steps);
            case Kind.Somewhere:
                return Holds(element, words, at, words.Count) && Fits(words, at, index + 1, slots, ref steps);
            case Kind.Nowhere:
                return !Holds(element, words, at, words.Count) && Fits(words, at, index + 1, slots, ref steps);
            case Kind.Word:
                return (at < words.Count && element.Words.Contains(words[at]) && Fits(words, at + 1, index + 1, slots, ref steps))
                    || (element.Optional && Fits(words, at, index + 1, slots, ref steps));
        }

        // Nothing follows: it takes all there is.
        var least = element.Kind is Kind.Slot && !element.Optional ? 1 : 0;
        for (var end = index + 1 == _elements.Length ? Math.Max(words.Count, at + least) : at + least; end <= words.Count; end++)
        {
            if (!Fits(words, end, index + 1, slots, ref steps))
                continue;

            if (element.Kind is Kind.Slot && end > at)
                slots.TryAdd(element.Name, at..end);
            return true;
        }

        return false;
    }

    private static bool Holds(Element element, IReadOnlyList<Token> words, int from, int to)
    {
        for (var at = from; at < words.Count && at < to; at++)
        {
            if (element.Words.Contains(words[at]))
                return true;
        }

        return false;
    }

    private sealed record Element(Kind Kind, WordSet Words, string Name, bool Optional)
    {
        private static readonly WordSet None = WordSet.Of([], new Dictionary<string, WordSet>(StringComparer.Ordinal));

        public static Element Of(string part, IReadOnlyDictionary<string, WordSet> known)
        {
            var optional = part[^1] == '?';
            var bare = optional ? part[..^1] : part;
            return bare switch
            {
                "," => new(Kind.Break, None, "", optional),
                ".." => new(Kind.Gap, None, "", Optional: true),
                [.. var name, '['] => new(Kind.Open, None, name, optional),
                [.. var name, ']'] => new(Kind.Close, None, name, optional),
                ['<', .. var name, '>'] => new(Kind.Slot, None, name, optional),
                ['&', '&', '&', .. var somewhere] => new(Kind.Somewhere, Set(somewhere), "", optional),
                ['&', '&', .. var soon] => new(Kind.Soon, Set(soon), "", optional),
                ['&', .. var next] => new(Kind.Next, Set(next), "", optional),
                ['!', '!', .. var nowhere] => new(Kind.Nowhere, Set(nowhere), "", optional),
                ['!', .. var notNext] => new(Kind.NotNext, Set(notNext), "", optional),
                _ => new(Kind.Word, Set(bare), "", optional),
            };

            WordSet Set(string words) => WordSet.Of(words.Split('|'), known);
        }
    }
}
