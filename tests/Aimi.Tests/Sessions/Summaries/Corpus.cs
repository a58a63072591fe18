using Aimi.Language;
using Aimi.Sessions;

namespace Aimi.Tests.Sessions.Summaries;

/// <summary>
/// Messages with what they say of the person, written before there were rules. A line is the message, and behind a tab the facts:
/// <c>subject=value | subject=value</c>, a dash before what is over. Every third line is held out: no rule is made for it, and no other test may quote it.
/// </summary>
internal static class Corpus
{
    public static IReadOnlyList<Annotated> Of(string language) =>
    [
        .. Checkout.Read($"tests/Aimi.Tests/Sessions/Summaries/Corpus/{language}.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, index) => Annotated.Of(line, index + 1)),
    ];
}

internal sealed record Annotated(int Line, string Text, IReadOnlyList<ExpectedFact> Facts)
{
    public bool IsHeldOut => Line % 3 == 0;

    public static Annotated Of(string line, int number)
    {
        var cells = line.Split('\t');
        var facts = cells.Length > 1 ? cells[1].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        return new Annotated(number, cells[0], [.. facts.Select(ExpectedFact.Of)]);
    }
}

/// <summary>A fact that a reader finds.</summary>
/// <param name="Subject">Whole, or up to its colon where the rest is the value's.</param>
internal sealed record ExpectedFact(FactType Type, string Subject, string Value, bool Ended)
{
    public static ExpectedFact Of(string annotation)
    {
        var (subject, value) = (annotation.Split('=')[0].TrimStart('-'), annotation.Split('=')[1]);
        var kind = subject.Split(':')[0];
        var type = kind switch
        {
            "age" => FactType.Other,
            "home" or "hometown" => FactType.Place,
            "diet" => FactType.Health,
            _ => Enum.Parse<FactType>(kind, ignoreCase: true),
        };
        return new ExpectedFact(type, kind switch
        {
            "like" or "dislike" => "taste:" + string.Join('_', Stems.OfText(value)),
            "health" or "plan" or "decision" => kind + ":",
            _ => subject,
        }, value, annotation[0] == '-');
    }

    /// <summary>The same type and subject, over or not, and a value of the same words; of what somebody does or means to do it may say a little more.</summary>
    public bool Is(SessionFact fact)
    {
        var subject = Subject.StartsWith("diet:", StringComparison.Ordinal) ? "diet:" + string.Join('_', Stems.OfText(Subject[5..])) : Subject;
        var (expected, found) = (Stems.OfText(Value), Stems.OfText(fact.Value ?? ""));
        var more = Type is FactType.Plan or FactType.Decision or FactType.Habit ? 6 : 1;
        return fact.Type == Type && fact.Ended == Ended
            && (subject.EndsWith(':') ? fact.Subject!.StartsWith(subject, StringComparison.Ordinal) : fact.Subject == subject)
            && expected.All(found.Contains) && found.Count <= expected.Count + more;
    }
}
