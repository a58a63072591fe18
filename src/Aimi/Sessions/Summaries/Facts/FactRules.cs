using System.Collections.Frozen;
using Aimi.Language;

namespace Aimi.Sessions.Summaries;

/// <summary>All rules, found by the first word that they may begin with.</summary>
internal static class FactRules
{
    private static readonly FactRule[] All =
        [.. FactRule.Read(RussianFacts.Rules, SpokenLanguage.Russian), .. FactRule.Read(EnglishFacts.Rules, SpokenLanguage.English)];

    private static readonly FactRule[] Anywhere = [.. All.Where(rule => rule.Pattern.Beginning is null)];
    private static readonly FactRule[] WithoutSelf = [.. All.Where(rule => rule.Pattern.Beginning is null || rule.Pattern.BeginsWithSelf)];
    private static readonly FrozenDictionary<string, FactRule[]> ByWord = All
        .SelectMany(rule => rule.Pattern.Beginning ?? [])
        .Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(
            word => word, word => All.Where(rule => rule.Pattern.Beginning?.Contains(word, StringComparer.Ordinal) ?? true).ToArray(), StringComparer.Ordinal);

    /// <summary>The rules that may begin with this word of a sentence, in their order.</summary>
    /// <param name="withoutSelf">Also those that begin with "I", which was said before.</param>
    public static IEnumerable<FactRule> For(Sentence sentence, int at, bool withoutSelf)
    {
        var rules = ByWord.GetValueOrDefault(sentence[at].Text, Anywhere);
        return (withoutSelf ? rules.Union(WithoutSelf) : rules).Where(rule => rule.Pattern.MayMatch(sentence));
    }
}
