using Aimi.Language;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>"Заниматься" after "выучить испанский" is "Заниматься испанским": a habit must make sense on a list of its own.</summary>
internal static class Skills
{
    private static readonly string[] Learning = ["выучить", "изучить", "подтянуть", "освоить", "learn", "master", "improve"];

    /// <returns>Null where the habit says what of, or the goal does not.</returns>
    public static string? Of(string habit, string goal)
    {
        var words = goal.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (habit.Contains(' ', StringComparison.Ordinal) || words.Length < 2 || !Learning.Contains(Words.Fold(words[0])))
            return null;

        return Words.Fold(habit) switch
        {
            "заниматься" => Instrumental(words[1]) is { } what ? $"{habit} {what}" : null,
            "учить" => $"{habit} {string.Join(' ', words[1..])}",
            "study" or "practice" or "practise" => $"{habit} {string.Join(' ', words[1..])}",
            _ => null,
        };
    }

    private static string? Instrumental(string language) =>
        language.EndsWith("ий", StringComparison.Ordinal) || language.EndsWith("ый", StringComparison.Ordinal) ? language[..^1] + "м" : null;
}
