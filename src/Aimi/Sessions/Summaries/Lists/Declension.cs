namespace Aimi.Sessions.Summaries;

/// <summary>The forms of a Russian name by the rules of school grammar: of names that are known, so that a form leads back to its name.</summary>
internal static class Declension
{
    /// <summary>The other cases of a name, singular. A name in о, е, и, у has none.</summary>
    /// <param name="name">Folded, in its first form.</param>
    /// <param name="masculine">Of a name in ь.</param>
    public static IEnumerable<string> FormsOf(string name, bool masculine)
    {
        if (name.Length < 3)
            return [];

        var stem = name[..^1];
        return name[^1] switch
        {
            'а' => Hard(stem).Select(ending => stem + ending),
            'я' when stem[^1] == 'и' => Each(stem, "и", "ю", "ей"),
            'я' => Each(stem, "и", "е", "ю", "ей"),
            'й' when name.EndsWith("ий", StringComparison.Ordinal) => Each(stem, "я", "ю", "и", "ем"),
            'й' => Each(stem, "я", "ю", "е", "ем"),
            'ь' when masculine => Each(stem, "я", "ю", "е", "ем"),
            'ь' => Each(stem, "и", "ью"),
            'ы' => Each(stem, "ах", "ов", "ам", "ами"),
            'о' or 'е' or 'и' or 'у' or 'э' or 'ю' => [],
            _ => Each(name, "а", "у", "е", "ом", "ем", "ым"),
        };
    }

    // After г, к, х, ж, ч, ш, щ no ы stands.
    private static IEnumerable<string> Hard(string stem) =>
        "гкхжчшщ".Contains(stem[^1], StringComparison.Ordinal) ? ["и", "е", "у", "ой", "ей"] : ["ы", "е", "у", "ой"];

    private static IEnumerable<string> Each(string stem, params string[] endings) => endings.Select(ending => stem + ending);
}
