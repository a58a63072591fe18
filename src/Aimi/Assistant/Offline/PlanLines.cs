using Aimi.Assistant.Tools;

namespace Aimi.Assistant.Offline;

/// <summary>Says in a line what something of the person's is.</summary>
internal static class PlanLines
{
    /// <summary>Its name, and when or how often.</summary>
    public static string Of(ToolItem item, Talk talk)
    {
        var title = talk.Say.Say("Quoted", item.Title);
        var when = When(item, talk);
        return when.Length == 0 ? title : $"{title} — {when}";
    }

    /// <summary>When it is, by when, or how often; empty where nothing says so.</summary>
    public static string When(ToolItem item, Talk talk)
    {
        var often = SpokenRule.Of(item.Repeat, item.TimesPerWeek, talk.Say);
        if (item.Kind == "habit")
            return often;
        if (often.Length > 0 && item.Occurrence is null)
        {
            // Of several times a day the rule says all.
            return SpokenTime.Read(item.Start ?? item.Due, out var wholeDay) is { } first && !wholeDay && !SpokenRule.SaysHours(item.Repeat)
                ? talk.Say.Say("RuleAt", often, first) : often;
        }

        return item.Start is not null ? talk.Times.Span(item.Start, item.End)
            : item.Due is not null ? talk.Say.Say("Until", talk.Times.When(item.Due))
            : "";
    }
}
