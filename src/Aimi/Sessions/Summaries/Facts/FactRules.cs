using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>All rules, found by the first word that they may begin with.</summary>
internal static class FactRules
{
    private static readonly FactRule[] All = [.. FactRule.Read(RussianFacts.Rules, SpokenLanguage.Russian), .. FactRule.Read(EnglishFacts.Rules, SpokenLanguage.English)];
    private static readonly FrozenDictionary<string, int[]> ByWord = Index(beginning => beginning.Words);
    private static readonly FrozenDictionary<string, int[]> ByStem = Index(beginning => beginning.Stems);
    private static readonly int[] Anywhere = [.. Enumerable.Range(0, All.Length).Where(index => All[index].Pattern.Beginning is null)];
    private static readonly int[] WithoutSelf = [.. Enumerable.Range(0, All.Length).Where(index => All[index].Pattern.BeginsWithSelf)];

    /// <summary>The rules that may begin with this word, in their order.</summary>
    /// <param name="withoutSelf">Also those that begin with "I", which was said before.</param>
    public static IEnumerable<FactRule> For(Token word, bool withoutSelf)
    {
        var indices = new SortedSet<int>(Anywhere);
        indices.UnionWith(ByWord.GetValueOrDefault(word.Text, []));
        indices.UnionWith(ByStem.GetValueOrDefault(word.Stem, []));
        if (withoutSelf)
            indices.UnionWith(WithoutSelf);
        return indices.Select(index => All[index]);
    }

    private static FrozenDictionary<string, int[]> Index(Func<(IEnumerable<string> Words, IEnumerable<string> Stems), IEnumerable<string>> of) =>
        Enumerable.Range(0, All.Length)
            .Where(index => All[index].Pattern.Beginning is not null)
            .SelectMany(index => of(All[index].Pattern.Beginning!.Value).Select(word => (word, index)))
            .GroupBy(pair => pair.word, pair => pair.index, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToArray(), StringComparer.Ordinal);
}
