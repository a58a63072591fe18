using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Words that a rule takes for one another: <c>слово</c> itself, any form of <c>слово~</c> by its stem, whatever begins with <c>слов*</c>.</summary>
internal sealed class WordSet
{
    private readonly FrozenSet<string> _stems;
    private readonly string[] _beginnings;
    private readonly Func<string, bool>? _form;

    private WordSet(IEnumerable<string> words, IEnumerable<string> stems, IEnumerable<string> beginnings, Func<string, bool>? form)
    {
        Words = words.ToFrozenSet(StringComparer.Ordinal);
        _stems = stems.ToFrozenSet(StringComparer.Ordinal);
        _beginnings = [.. beginnings];
        _form = form;
    }

    public FrozenSet<string> Words { get; }

    /// <summary>No other word than <see cref="Words"/> is in it: a rule that begins with it can be looked up.</summary>
    public bool IsListed => _stems.Count == 0 && _beginnings.Length == 0 && _form is null;

    public bool Contains(Token token) =>
        Words.Contains(token.Text)
        || (_stems.Count > 0 && _stems.Contains(token.Stem))
        || Array.Exists(_beginnings, beginning => token.Text.StartsWith(beginning, StringComparison.Ordinal))
        || _form?.Invoke(token.Text) == true;

    /// <summary>Every word whose form is such.</summary>
    public static WordSet Of(Func<string, bool> form) => new([], [], [], form);

    /// <param name="known">What a <c>@name</c> among the words stands for.</param>
    public static WordSet Of(IReadOnlyList<string> words, IReadOnlyDictionary<string, WordSet> known)
    {
        var named = words.Where(word => word[0] == '@').Select(word => known[word[1..]]).ToList();
        var plain = words.Where(word => word[0] != '@' && word[^1] is not ('~' or '*'));
        var stems = words.Where(word => word[^1] == '~').Select(word => Stems.Of(word[..^1]));
        var beginnings = words.Where(word => word[^1] == '*').Select(word => word[..^1]);
        var forms = named.Select(set => set._form).OfType<Func<string, bool>>().ToList();
        return new WordSet(
            plain.Concat(named.SelectMany(set => set.Words)),
            stems.Concat(named.SelectMany(set => set._stems)),
            beginnings.Concat(named.SelectMany(set => set._beginnings)),
            forms.Count == 0 ? null : word => forms.Exists(form => form(word)));
    }
}
