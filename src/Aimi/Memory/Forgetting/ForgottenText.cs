using Aimi.Language;

namespace Aimi.Memory.Forgetting;

/// <summary>Knows in a text what is to be forgotten, in whatever word forms it is said, and cuts those sentences out.</summary>
public sealed class ForgottenText
{
    /// <summary>Stands where everything was cut.</summary>
    public const string Nothing = "…";

    /// <summary>A sentence that has all stems of one of these tells it.</summary>
    private readonly IReadOnlyList<HashSet<string>> _tellings;
    private readonly HashSet<string> _words;

    /// <param name="contents">What is to be forgotten, as it was remembered or asked for, each a sentence.</param>
    /// <param name="values">The words that the facts among them turn on; a name or several words together are enough to tell it.</param>
    public ForgottenText(IEnumerable<string> contents, IEnumerable<string> values)
    {
        var said = contents.Select(Set).ToList();
        var specific = values.Where(IsSpecific).Select(Set).ToList();
        _tellings = [.. said.Concat(specific).Where(stems => stems.Count > 0)];
        _words = [.. _tellings.SelectMany(stems => stems)];
    }

    /// <summary>Nothing in it could be looked for: "забудь это".</summary>
    public bool IsEmpty => _tellings.Count == 0;

    /// <summary>Whether a text tells it, in one of its sentences.</summary>
    public bool Tells(string? text) => text is not null && MayTell(text) && Sentences.Of(text).Any(sentence => TellsOne(text[sentence]));

    /// <summary>Whether a name (of a topic, say) is one of its words: where it comes from the same messages, it comes from this.</summary>
    public bool Names(string name) => Set(name) is { Count: > 0 } stems && stems.IsSubsetOf(_words);

    /// <summary>A text without the sentences that tell it; the text itself where none does.</summary>
    public string Cut(string text) => Tells(text) ? Join(text, TellsOne) : text;

    /// <summary>As <see cref="Cut"/>, of what was drawn from messages: empty where everything was cut.</summary>
    public string CutDrawn(string text) => Cut(text) is var rest && rest == Nothing ? "" : rest;

    /// <summary>A message that it is known to come from, without the sentences that speak of it; all of it where none can be told apart.</summary>
    public string CutSource(string text)
    {
        if (Tells(text))
            return Cut(text);

        var cut = Join(text, sentence => Set(sentence).Overlaps(_words));
        return cut.Length == text.Length ? Nothing : cut;
    }

    private static string Join(string text, Func<string, bool> goes)
    {
        var rest = string.Concat(Sentences.Of(text).Select(sentence => text[sentence]).Where(sentence => !goes(sentence))).Trim();
        return rest.Length == 0 ? Nothing : rest;
    }

    private bool TellsOne(string sentence)
    {
        var stems = Set(sentence);
        return _tellings.Any(telling => telling.IsSubsetOf(stems));
    }

    // Most texts are ruled out before they are taken apart.
    private bool MayTell(string text)
    {
        var folded = Words.Fold(text);
        return _tellings.Any(telling => telling.All(stem => folded.Contains(stem[..Math.Min(stem.Length, 3)], StringComparison.Ordinal)));
    }

    private static HashSet<string> Set(string text) => Stems.OfText(text).ToHashSet(StringComparer.Ordinal);

    private static bool IsSpecific(string value) => value.Length > 0 && (char.IsUpper(value[0]) || Stems.OfText(value).Count > 1);
}
