using System.Text.RegularExpressions;

namespace Aimi.Assistant.Guardrails.Phrases;

/// <summary>
/// The phrases of a rule file, <c>Rules/NAME.txt</c>, a line each: <c>label: phrase</c>. <c>@name = one|other</c> names words, <c>%name = a phrase ; another</c> names phrases.
/// The label <c>not</c> takes out what it overlaps, <c>aside label</c> what its sentence says of that label. <c>@filler</c> are the words that may stand before what begins a clause.
/// </summary>
internal sealed partial class PhraseBook
{
    private const string Not = "not";
    private const string Aside = "aside ";

    /// <summary>One for both languages; all other names are a file's own.</summary>
    private const string Filler = "@filler";

    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _phrases = new(StringComparer.Ordinal);

    /// <summary>By the first two letters of what they can begin with, for most words begin none.</summary>
    private readonly Dictionary<string, List<Phrase>> _byBeginning = new(StringComparer.Ordinal);
    private readonly List<Phrase> _anywhere = [];
    private readonly Phrase.Step? _filler;

    private PhraseBook(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (line[0] is '@' or '%' && line.Split(" = ", 2) is [var name, var value])
            {
                if (name[0] == '@')
                    _words[name] = string.Join('|', value.Split('|').Select(word => word.StartsWith('@') ? _words[word] : word).Prepend(name == Filler ? _words.GetValueOrDefault(name) : null).OfType<string>());
                else
                    _phrases[name] = value.Split(" ; ");
            }
            else
            {
                var (label, phrase) = line.Split(": ", 2) is [var before, var after] ? (before, after) : throw new FormatException($"Not a rule: {line}");
                foreach (var spelledOut in SpellOut(phrase))
                    Add(new Phrase(label, [.. spelledOut.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(StepOf)]));
            }
        }

        _filler = _words.TryGetValue(Filler, out var filler) ? StepOf(filler) : null;
    }

    /// <summary>The phrases of the rule files of both languages: a message may be of both.</summary>
    public static PhraseBook Of(string name) => new(Lines($"{name}.ru").Concat(Lines($"{name}.en")));

    /// <summary>What a sentence says, without what is meant otherwise.</summary>
    public IReadOnlyList<PhraseFound> Find(Reading sentence)
    {
        List<PhraseFound>? found = null;
        List<bool>? opens = null;
        for (var at = 0; at < sentence.Words.Count; at++)
        {
            var word = sentence.Words[at];
            if (word.Length >= 2 && _byBeginning.TryGetValue(word[..2], out var candidates))
                Try(candidates, at);
            Try(_anywhere, at);
        }

        if (found is null)
            return [];

        var meantOtherwise = found.Where(match => match.Label == Not).ToList();
        var aside = found.Where(match => IsAside(match.Label)).Select(match => match.Label[Aside.Length..]).ToList();
        return [.. found.Where(match => match.Label != Not && !IsAside(match.Label) && !aside.Contains(match.Label) && !meantOtherwise.Exists(match.Overlaps))];

        void Try(List<Phrase> phrases, int at)
        {
            foreach (var phrase in phrases)
            {
                if (phrase.Match(sentence, opens ??= Opens(sentence), at) is >= 0 and var end && end > at)
                    (found ??= []).Add(new PhraseFound(phrase.Label, at, end));
            }
        }
    }

    // "Хорошо, тогда я сразу поставила": what stands before the verb changes nothing of who speaks.
    private List<bool> Opens(Reading sentence)
    {
        var opens = new List<bool>(sentence.Words.Count);
        for (var at = 0; at < sentence.Words.Count; at++)
            opens.Add(sentence.AfterMark[at] || (at > 0 && opens[at - 1] && _filler?.Fits(sentence.Words[at - 1]) == true));
        return opens;
    }

    private void Add(Phrase phrase)
    {
        if (phrase.First is not { AtLeast: null } first)
        {
            _anywhere.Add(phrase);
            return;
        }

        foreach (var beginning in first.Whole.Concat(first.Beginnings).Concat(first.Near).Select(word => word[..Math.Min(2, word.Length)]).Distinct(StringComparer.Ordinal))
        {
            // Words of one letter are found with those of any.
            var place = beginning.Length < 2 ? _anywhere : _byBeginning.TryGetValue(beginning, out var there) ? there : _byBeginning[beginning] = [];
            if (!place.Contains(phrase))
                place.Add(phrase);
        }
    }

    private static bool IsAside(string label) => label.StartsWith(Aside, StringComparison.Ordinal);

    private IEnumerable<string> SpellOut(string phrase) =>
        NamedPhrases().Match(phrase) is { Success: true } name
            ? _phrases[name.Value].SelectMany(one => SpellOut(phrase[..name.Index] + one + phrase[(name.Index + name.Length)..]))
            : [phrase];

    private Phrase.Step StepOf(string written)
    {
        var (kind, words) = written switch
        {
            ".." => (Phrase.Kind.Gap, ""),
            "..." => (Phrase.Kind.LongGap, ""),
            "^" => (Phrase.Kind.Opens, ""),
            "$" => (Phrase.Kind.Ends, ""),
            _ when written.StartsWith("<!", StringComparison.Ordinal) => (Phrase.Kind.NotBefore, written[2..]),
            _ when written.StartsWith('!') => (Phrase.Kind.Not, written[1..]),
            _ when written.StartsWith('?') => (Phrase.Kind.Maybe, written[1..]),
            _ => (Phrase.Kind.Word, written),
        };
        var all = words.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(word => word.StartsWith('@') ? _words[word].Split('|') : [word]).ToList();
        int? atLeast = all.Remove("##") ? 10 : all.Remove("#") ? 0 : null;
        return new Phrase.Step(
            kind,
            [.. all.Where(word => !word.EndsWith('*') && !word.StartsWith('~')).Select(Fold)],
            [.. all.Where(word => word.EndsWith('*')).Select(word => Fold(word[..^1]))],
            [.. all.Where(word => word.StartsWith('~')).Select(word => Fold(word[1..]))],
            atLeast);
    }

    private static string Fold(string word) => Reading.Spelling(Language.Words.Fold(word));

    private static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(PhraseBook).Assembly.GetManifestResourceStream($"Aimi.Assistant.Guardrails.Rules.{name}.txt")
            ?? throw new InvalidOperationException($"There are no rules {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    [GeneratedRegex(@"%\w+", RegexOptions.NonBacktracking)]
    private static partial Regex NamedPhrases();
}

/// <param name="Start">Its first word.</param>
/// <param name="End">Behind its last.</param>
internal readonly record struct PhraseFound(string Label, int Start, int End)
{
    public bool Overlaps(PhraseFound other) => Start < other.End && other.Start < End;
}
