using System.Collections.Frozen;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// A turn of phrase, in a notation that reads like it: <c>живу|живем ~adv* [ в|во &lt;place&gt; ]</c>.
/// <list type="bullet">
/// <item><c>word|other</c>: one of these words, folded; <c>жить~</c>: any form of it, by stem; <c>~adv</c>: a word of a named set.</item>
/// <item><c>&lt;place&gt;</c>: what a <see cref="Slots">slot</see> reads.</item>
/// <item><c>..</c>: up to four words that negate nothing and bring in nobody else.</item>
/// <item><c>,</c>: a comma or the like; elsewhere a pattern does not reach over one. <c>.</c>: the clause is over.</item>
/// <item><c>?</c> after any of them: it may be missing. <c>*</c>: up to three times.</item>
/// <item><c>[ … ]</c>: the phrase that tells it; <c>( … )</c>: the value, where it is not what the first slot reads.</item>
/// </list>
/// </summary>
internal sealed class Pattern
{
    private const int LongestGap = 4;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Sets = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["adv"] = WordList.Adverbs,
        ["мой"] = WordList.Of("мой моя мое мои моего моей моему моим мою моих моими наш наша нашего нашу нашей"),
        ["be"] = WordList.Of("is 's are am was"),
        ["some"] = WordList.Of("a an one some the"),
        ["kin"] = WordList.Of("старший старшая младший младшая родной родная двоюродный двоюродная маленький маленькая взрослый взрослая older younger elder big little twin baby"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Element[] _elements;

    // One of these words must be there, whatever else: the fewest of those that the pattern cannot do without.
    private readonly FrozenSet<string>? _needed;

    private Pattern(Element[] elements)
    {
        _elements = elements;
        _needed = elements.Where(element => element is { Kind: Kind.Words, Least: > 0, Stems.Count: 0 } && !element.Words.Contains("i"))
            .MinBy(element => element.Words.Count)?.Words;
    }

    private enum Kind
    {
        Words,
        Slot,
        Gap,
        Break,
        End,
        PhraseStart,
        PhraseEnd,
        ValueStart,
        ValueEnd,
    }

    /// <summary>Its first words, or null where it may begin with anything.</summary>
    public IEnumerable<string>? Beginning
    {
        get
        {
            var words = new List<string>();
            foreach (var element in _elements.Where(element => element.Kind is not (Kind.PhraseStart or Kind.ValueStart)))
            {
                if (element.Kind is not Kind.Words || element.Stems.Count > 0)
                    return null;

                words.AddRange(element.Words);
                if (element.Least > 0)
                    return words;
            }

            return null;
        }
    }

    /// <summary>It begins with "I": after "I live here and", that need not be said again.</summary>
    public bool BeginsWithSelf => _elements[0] is { Kind: Kind.Words, Least: 1 } first && first.Words.Contains("i");

    /// <summary>Whether a sentence holds what the pattern cannot do without: told at once.</summary>
    public bool MayMatch(Sentence sentence) => _needed is null || sentence.HoldsAny(_needed);

    public static Pattern Of(string notation) => new([.. WordList.Split(notation).Select(Element.Of)]);

    /// <summary>The match that begins with this word of a sentence; null where there is none.</summary>
    /// <param name="withoutSelf">Its first element, "I", was said before.</param>
    public PatternMatch? At(Sentence sentence, int at, bool withoutSelf = false)
    {
        var match = new PatternMatch { Start = at };
        return Matches(sentence, at, withoutSelf ? 1 : 0, 0, mayCross: true, match) ? match : null;
    }

    // What is tried is bounded by the pattern: gaps and repeats are short.
    private bool Matches(Sentence sentence, int at, int index, int times, bool mayCross, PatternMatch match)
    {
        if (index == _elements.Length)
        {
            match.End = at;
            return true;
        }

        var element = _elements[index];

        // A gap is as short as it can be, all else as long.
        if (element.Kind is Kind.Gap && Matches(sentence, at, index + 1, 0, mayCross, match))
            return true;

        if (times < element.Most && Step(sentence, at, element, mayCross, match) is { } next)
        {
            var again = times + 1 < element.Most;
            var crosses = element.Kind is Kind.Break || (mayCross && next == at);
            if (Matches(sentence, next, again ? index : index + 1, again ? times + 1 : 0, crosses, match))
                return true;
        }

        if (times < element.Least || element.Kind is Kind.Gap)
            return false;

        if (element.Kind is Kind.Slot && times == 0)
            match.Slots.Remove(element.Name);
        return Matches(sentence, at, index + 1, 0, mayCross, match);
    }

    /// <summary>The word after what the element takes; null where it takes nothing.</summary>
    private static int? Step(Sentence sentence, int at, Element element, bool mayCross, PatternMatch match)
    {
        switch (element.Kind)
        {
            case Kind.PhraseStart:
                match.PhraseStart = at;
                return at;
            case Kind.PhraseEnd:
                match.PhraseEnd = at;
                return at;
            case Kind.ValueStart:
                match.ValueStart = at;
                return at;
            case Kind.ValueEnd:
                match.ValueEnd = at;
                return at;
            case Kind.Break:
                return at < sentence.Count && sentence[at].Apart ? at : null;
            case Kind.End:
                return sentence.EndsAt(at) ? at : null;
        }

        if (at >= sentence.Count || (sentence[at].Apart && !mayCross))
            return null;

        switch (element.Kind)
        {
            case Kind.Words:
                return element.Words.Contains(sentence[at].Text) || element.Stems.Contains(sentence[at].Stem) ? at + 1 : null;
            case Kind.Gap:
                return WordList.Negations.Contains(sentence[at].Text) || WordList.Conjunctions.Contains(sentence[at].Text) || WordList.Blockers.Contains(sentence[at].Text)
                    || Statements.IsSomebodyElse(sentence, at) ? null : at + 1;
            default:
                if (element.Slot!(sentence, at) is not { } filled)
                    return null;

                match.Slots[element.Name] = filled;
                return filled.End;
        }
    }

    private sealed record Element(Kind Kind, string Name, FrozenSet<string> Words, FrozenSet<string> Stems, SlotReader? Slot, int Least, int Most)
    {
        public static Element Of(string part)
        {
            var (least, most) = part[^1] switch
            {
                '?' when part.Length > 1 => (0, 1),
                '*' => (0, 3),
                _ => (1, 1),
            };
            var name = part.TrimEnd('?', '*');
            return name switch
            {
                ".." => new Element(Kind.Gap, name, [], [], null, 0, LongestGap),
                "," => new Element(Kind.Break, name, [], [], null, least, 1),
                "." => new Element(Kind.End, name, [], [], null, 1, 1),
                "[" => new Element(Kind.PhraseStart, name, [], [], null, 1, 1),
                "]" => new Element(Kind.PhraseEnd, name, [], [], null, 1, 1),
                "(" => new Element(Kind.ValueStart, name, [], [], null, 1, 1),
                ")" => new Element(Kind.ValueEnd, name, [], [], null, 1, 1),
                ['<', .. var slot, '>'] => new Element(Kind.Slot, slot, [], [], Slots.Named(slot), least, most),
                ['~', .. var set] => new Element(Kind.Words, name, Sets[set], [], null, least, most),
                _ => OfWords(name, least, most),
            };
        }

        private static Element OfWords(string name, int least, int most)
        {
            var forms = name.Split('|').ToLookup(form => form.EndsWith('~'));
            return new Element(
                Kind.Words, name, forms[false].ToFrozenSet(StringComparer.Ordinal),
                forms[true].Select(form => Language.Stems.Of(form[..^1])).ToFrozenSet(StringComparer.Ordinal), null, least, most);
        }
    }
}
