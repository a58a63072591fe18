using System.Collections.Frozen;
using System.Globalization;

namespace Aimi.Sessions.Summaries;

/// <summary>
/// A way to say a fact, a line of <see cref="RussianFacts"/> or <see cref="EnglishFacts"/>: <c>subject Text marks : pattern</c>.
/// <list type="bullet">
/// <item>A subject that ends in a colon gets what tells it apart: the relation, the habit, or the value's stems.</item>
/// <item><c>Text</c> names the sentence in <c>SummaryTexts.resx</c>.</item>
/// <item>Marks: <c>!</c> before the subject: it is over. <c>^</c>: the verb does not say whose it is, so nobody else may have been spoken of.
/// <c>else</c>: only where no rule before it read anything. <c>after=a|b</c>: one of these words stands earlier in the sentence.</item>
/// </list>
/// </summary>
internal sealed record FactRule(
    FactType Type, string Subject, string Text, CultureInfo Culture, Pattern Pattern, bool Ended, bool AnyonesVerb, bool OnlyElse, FrozenSet<string>? After)
{
    public static IReadOnlyList<FactRule> Read(string rules, CultureInfo culture) =>
        [.. rules.Split('\n').Where(line => line.Contains(" : ", StringComparison.Ordinal)).Select(line => Of(line, culture))];

    private static FactRule Of(string line, CultureInfo culture)
    {
        var parts = line.Split(" : ", 2);
        var head = WordList.Split(parts[0]);
        var subject = head[0].TrimStart('!');
        var after = Array.Find(head, mark => mark.StartsWith("after=", StringComparison.Ordinal));
        return new FactRule(
            TypeOf(subject),
            subject is "like" or "dislike" ? "taste:" : subject,
            head[1],
            culture,
            Pattern.Of(parts[1]),
            Ended: head[0][0] == '!',
            AnyonesVerb: head.Contains("^"),
            OnlyElse: head.Contains("else"),
            after?["after=".Length..].Split('|').ToFrozenSet(StringComparer.Ordinal));
    }

    private static FactType TypeOf(string subject) => subject.Split(':')[0] switch
    {
        "name" => FactType.Name,
        "birthday" => FactType.Birthday,
        "family" => FactType.Family,
        "work" => FactType.Work,
        "home" or "hometown" => FactType.Place,
        "health" or "diet" => FactType.Health,
        "like" => FactType.Like,
        "dislike" => FactType.Dislike,
        "habit" => FactType.Habit,
        "plan" => FactType.Plan,
        "decision" => FactType.Decision,
        _ => FactType.Other,
    };
}
