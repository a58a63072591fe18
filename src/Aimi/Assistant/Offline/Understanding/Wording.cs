using System.Text;
using Aimi.Language;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>Takes the words of a slot out of a clause as a person would write them on a list.</summary>
internal static class Wording
{
    /// <summary>Of a title, in UTF-16 units.</summary>
    public const int MaxTitle = 500;

    /// <summary>Of what is to be remembered, in UTF-16 units.</summary>
    public const int MaxContent = 2_000;

    private const string Edges = " \t\r\n,;:.!?…—–-«»\"“”„'()";
    private const string Units = "%₽$€£+°";

    /// <summary>Without the words of time, with a capital; null where nothing is left.</summary>
    public static string? Title(Clause clause, Range slot, Grammar grammar)
    {
        var words = Bare(clause.Words.Take(slot), grammar);
        if (Said(clause, words) is not { } title)
            return null;

        title = Nominative(title, words, grammar);
        return Excerpt.Of(char.ToUpperInvariant(title[0]) + title[1..], MaxTitle).TrimEnd();
    }

    /// <summary>What is meant, in the person's words, and what it is said to be: "задачу про молоко" is a task, "молоко".</summary>
    public static (string? Target, PlanKind? Kind) Target(Clause clause, Range slot, Grammar grammar)
    {
        var words = Bare(clause.Words.Take(slot), grammar);
        if (words.Count > 1 && grammar.Is("it", words[0]))
            words = words[1..];
        PlanKind? kind = null;
        foreach (var (set, named) in Kinds)
        {
            // "Задачу про молоко", "the milk task"; but "создать задачу" is what is to be done.
            if (words.Count > 0 && grammar.Is(set, words[0]) && !(named is PlanKind.Event && words.Count > 1 && grammar.Is("event", words[0])))
                (kind, words) = (named, Bare(words.Skip(1).SkipWhile(word => grammar.Is("about", word)), grammar));
            else if (words.Count > 1 && grammar.Is(set + "-last", words[^1]))
                (kind, words) = (named, [.. words.SkipLast(1)]);
            else
                continue;

            break;
        }

        if (words.Count == 0 || words.All(word => grammar.Is("it", word)))
            return (null, kind);

        return (Said(clause, words) is { } target ? Excerpt.Of(target, MaxTitle) : null, kind ?? (grammar.Is("event", words[0]) ? PlanKind.Event : null));
    }

    /// <summary>All that follows the words before the slot, times included.</summary>
    public static string? Content(Clause clause, Range slot, Grammar grammar)
    {
        var first = slot.Start.Value;
        var start = first == 0 ? clause.Start : clause.Words[first - 1].End;
        foreach (var please in clause.Tokens.SkipWhile(token => token.End <= start).TakeWhile(token => token.Hidden && grammar.Is("please", token)))
            start = please.End;
        var last = slot.End.Value;
        var end = last == clause.Words.Count ? clause.End : clause.Words[last - 1].End;
        var content = clause.Text[start..end].Trim(Edges.ToCharArray());
        return content.Length == 0 ? null : Excerpt.Of(content, MaxContent);
    }

    private static readonly (string Set, PlanKind Kind)[] Kinds =
    [
        ("task", PlanKind.Task), ("habit", PlanKind.Habit), ("goal", PlanKind.Goal), ("reminder", PlanKind.Reminder), ("happening", PlanKind.Event),
    ];

    private static List<Token> Bare(IEnumerable<Token> words, Grammar grammar)
    {
        var bare = words.SkipWhile(word => grammar.Is("article", word)).ToList();
        while (bare.Count > 1 && grammar.Is("dangling", bare[^1]))
            bare.RemoveAt(bare.Count - 1);
        return bare;
    }

    // As it was typed; where words were hidden, the rest moves together.
    private static string? Said(Clause clause, List<Token> words)
    {
        if (words.Count == 0)
            return null;

        var said = new StringBuilder();
        for (var at = 0; at < words.Count; at++)
        {
            if (at > 0)
            {
                var between = clause.Text.AsSpan(words[at - 1].End, Math.Max(words[at].Start - words[at - 1].End, 0));
                said.Append(HasWords(between) ? words[at].Apart && !clause.Text.AsSpan(words[at].Start - 2, 1).ContainsAnyExcept(",") ? ", " : " " : between);
            }

            said.Append(clause.Text.AsSpan(words[at].Start, words[at].End - words[at].Start));
        }

        var end = words[^1].End;
        while (end < clause.End && (Units.Contains(clause.Text[end], StringComparison.Ordinal) || IsOpen(said, clause.Text[end])))
            said.Append(clause.Text[end++]);
        var start = words[0].Start;
        if (start > clause.Start && clause.Text[start - 1] is '$' or '€' or '£' or '#' or '№' or '(')
            said.Insert(0, clause.Text[start - 1]);

        var text = said.ToString().Trim();
        return text.Length == 0 ? null : text;
    }

    private static bool HasWords(ReadOnlySpan<char> between) => between.ContainsAnyExceptInRange('\0', '/') && between.ToString().Any(char.IsLetterOrDigit);

    // The bracket or quote that closes what stands in the title.
    private static bool IsOpen(StringBuilder said, char closing) => closing switch
    {
        ')' => said.ToString().Contains('(', StringComparison.Ordinal),
        '»' => said.ToString().Contains('«', StringComparison.Ordinal),
        '”' => said.ToString().Contains('“', StringComparison.Ordinal),
        '"' => said.ToString().Count(letter => letter == '"') % 2 == 1,
        _ => false,
    };

    // "Запиши встречу" is "Встреча" on a list: of the feminine, that are told by their ending, and what stands before them.
    private static string Nominative(string title, List<Token> words, Grammar grammar)
    {
        var noun = words.FindIndex(word => grammar.Is("feminine", word));
        if (noun is < 0 or > 1 || (noun == 1 && Ending(words[0].Text, "ую", "") is null && Ending(words[0].Text, "юю", "") is null))
            return title;

        var read = title.Split(' ');
        for (var at = 0; at <= noun && at < read.Length; at++)
        {
            read[at] = Ending(read[at], "ую", "ая") ?? Ending(read[at], "юю", "яя") ?? Ending(read[at], "у", "а") ?? Ending(read[at], "ю", "я") ?? read[at];
        }

        return string.Join(' ', read);
    }

    private static string? Ending(string word, string ending, string other) =>
        word.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? word[..^ending.Length] + other : null;
}
