using System.Collections.Frozen;
using System.Globalization;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>What is known of a language: sets of words, and rules of how people say what they want. The first rule that fits decides.</summary>
internal sealed class Grammar
{
    private static readonly Lazy<Grammar> Russian = new(() => new Grammar(RussianWords.Sets, RussianRules.All));
    private static readonly Lazy<Grammar> English = new(() => new Grammar(EnglishWords.Sets, EnglishRules.All));

    private readonly FrozenDictionary<string, WordSet> _sets;
    private readonly FrozenDictionary<string, Rule[]> _byFirstWord;

    // They may begin with anything.
    private readonly Rule[] _others;
    private readonly List<Pattern> _leads = [];

    private Grammar(string sets, string rules)
    {
        _sets = ReadSets(sets).ToFrozenDictionary(StringComparer.Ordinal);
        var read = ReadRules(rules).ToList();
        _others = [.. read.Where(rule => rule.Pattern.Beginnings is null)];
        _byFirstWord = read.Where(rule => rule.Pattern.Beginnings is not null)
            .SelectMany(rule => rule.Pattern.Beginnings!, (rule, word) => (rule, word))
            .GroupBy(pair => pair.word, pair => pair.rule, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Concat(_others).OrderBy(rule => rule.Rank).ToArray(), StringComparer.Ordinal);
    }

    public static Grammar Of(CultureInfo language) => language.TwoLetterISOLanguageName == "ru" ? Russian.Value : English.Value;

    /// <summary>Whether a word is in a named set of the language.</summary>
    public bool Is(string set, Token word) => _sets[set].Contains(word);

    public bool HasAny(string set, IEnumerable<Token> words) => words.Any(word => Is(set, word));

    /// <summary>The first rule that fits these words, after what people say before they come to the point.</summary>
    /// <param name="words">Without those of time.</param>
    /// <param name="holds">What else must be true.</param>
    public (Rule Rule, Dictionary<string, Range> Slots)? Match(IReadOnlyList<Token> words, Func<Rule, bool> holds)
    {
        for (var from = 0; from < words.Count; from++)
        {
            foreach (var rule in _byFirstWord.GetValueOrDefault(words[from].Text, _others))
            {
                if (words.Count - from <= rule.MostWords && holds(rule) && rule.Pattern.Match(words, from) is { } slots)
                    return (rule, slots);
            }

            if (Is("lead", words[from]))
                continue;

            // "Can you", "хочу, чтобы ты": what follows is what counts.
            var led = _leads.Select(lead => lead.Match(words, from)).FirstOrDefault(slots => slots is not null);
            if (led is null)
                return null;

            from = led["rest"].Start.Value - 1;
        }

        return null;
    }

    // "name: words" to the next name; a set may take in those before it.
    private static Dictionary<string, WordSet> ReadSets(string text)
    {
        var sets = new Dictionary<string, WordSet>(StringComparer.Ordinal)
        {
            ["inf"] = WordSet.Of(VerbForms.IsInfinitive),
            ["anyword"] = WordSet.Of(_ => true),
            ["adj"] = WordSet.Of(VerbForms.IsAdjective),
            ["number"] = WordSet.Of(word => char.IsAsciiDigit(word[0])),
        };
        string? name = null;
        var words = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Append("end:"))
        {
            if (word[^1] != ':')
            {
                words.Add(word);
                continue;
            }

            if (name is not null)
                sets.Add(name, WordSet.Of(words, sets));
            name = word[..^1];
            words.Clear();
        }

        return sets;
    }

    // Groups of patterns, each pattern indented under what it shows.
    private IEnumerable<Rule> ReadRules(string text)
    {
        var heading = "";
        var rank = 0;
        foreach (var line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ' && heading == "Lead")
                _leads.Add(Pattern.Of(line, _sets));
            else if (line[0] == ' ')
                yield return Rule.Of(heading, Pattern.Of(line, _sets), rank++);
            else
                heading = line;
        }
    }
}
