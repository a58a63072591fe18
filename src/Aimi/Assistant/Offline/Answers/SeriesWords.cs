using Aimi.Language;
using Aimi.Planning;

namespace Aimi.Assistant.Offline.Answers;

/// <summary>How much of a series words mean.</summary>
internal static class SeriesWords
{
    private static readonly string[] All =
    [
        "все", "всю", "всех", "серию", "серия", "целиком", "полностью", "совсем", "насовсем", "навсегда",
        "all", "series", "every", "entirely", "whole", "forever",
    ];

    private static readonly string[] One =
    [
        "только", "этот", "эту", "одну", "один", "раз", "разок", "ближайший", "ближайшую",
        "only", "just", "one", "once", "next",
    ];

    public static SeriesScope? Of(string text)
    {
        var words = Words.Of(text).Select(word => word.Text).ToList();

        // "The other one" says which it is not.
        if (words.Exists(word => word is "other" or "другой" or "другую" or "другая" or "другое"))
            return null;
        return words.Exists(All.Contains) ? SeriesScope.All : words.Exists(One.Contains) ? SeriesScope.This : null;
    }

    private static readonly string[] Plans =
    [
        "все", "всё", "дела", "планы", "встречи", "события", "мероприятия", "задачи", "созвоны", "что", "у", "меня", "есть", "запланировано", "мои", "целиком",
        "all", "everything", "plans", "meetings", "events", "appointments", "tasks", "things", "my", "of", "the", "it", "i", "have", "that", "is", "planned", "calls",
    ];

    /// <summary>Everything of a time is meant, and nothing of it named: "все встречи", "everything".</summary>
    public static bool IsAll(string? named) => named is not null
        && Words.Of(named).Select(word => word.Text).ToList() is { Count: > 0 } words
        && words.Exists(word => word is "все" or "all" or "everything") && words.TrueForAll(word => Plans.Contains(word));

    /// <summary>What is named, without how much of it is meant; null where nothing is left.</summary>
    public static string? Without(string? named)
    {
        if (named is null)
            return null;

        var words = Words.Of(named).Where(word => !All.Contains(word.Text) && !One.Contains(word.Text))
            .Select(word => named.Substring(word.Start, word.Length));
        return string.Join(' ', words) is { Length: > 0 } rest ? rest : null;
    }
}
