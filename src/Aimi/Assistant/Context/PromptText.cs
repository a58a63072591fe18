using System.Globalization;
using System.Text;
using Aimi.Language;

namespace Aimi.Assistant.Context;

/// <summary>
/// Makes a text of a person, a calendar, an import or a memory one line of data in a prompt, which cannot look like anything but that: it ends no quotation, no line and no block,
/// forges no source, and hides nothing from who reads the prompt.
/// </summary>
internal static class PromptText
{
    /// <summary>Longer texts are cut, in UTF-16 units: a prompt has room for the gist of many rather than for one in full.</summary>
    public const int MaxLength = 300;

    private const int MaxName = 60;

    /// <summary>Between quotation marks.</summary>
    public static string Quoted(string text, int maxLength = MaxLength) => $"\"{Line(text, maxLength)}\"";

    public static string Line(string text, int maxLength = MaxLength)
    {
        // What is beyond is not looked at either: a text may have megabytes. Whatever is dropped below is not made up for.
        var line = new StringBuilder();
        foreach (var rune in Excerpt.Of(text, 4 * maxLength).EnumerateRunes())
        {
            if (Shown(rune) is not { } shown)
                continue;
            if (shown != " " || line is { Length: > 0 } && line[^1] != ' ')
                line.Append(shown);
        }

        var all = line.ToString().TrimEnd();
        return all.Length <= maxLength && text.Length <= 4 * maxLength ? all : Excerpt.Of(all, maxLength).TrimEnd() + "…";
    }

    /// <summary>A person chooses their name, and who sends an invitation its title: in the prompt's own sentences it is words and nothing else.</summary>
    public static string Name(string name)
    {
        var letters = name.Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '\'' or '’' or '.' ? letter : ' ').Take(MaxName);
        return string.Join(' ', new string([.. letters]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // Of what could open or close something the nearest that cannot; null for what has no look of its own: controls, directions of writing, joiners, tags, variants of
    // a letter that carry hidden bytes, halves of a surrogate pair.
    private static string? Shown(Rune rune) => rune.Value switch
    {
        '<' or '[' or '{' or '＜' or '﹤' or '‹' or '〈' or '⟨' or '《' or '［' or '【' or '｛' => "(",
        '>' or ']' or '}' or '＞' or '﹥' or '›' or '〉' or '⟩' or '》' or '］' or '】' or '｝' => ")",
        '"' or '“' or '”' or '„' or '‟' or '«' or '»' or '＂' or '`' or '´' or 'ˋ' or '｀' => "'",
        0xFFFD => null,
        >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF => null,
        _ when Rune.IsWhiteSpace(rune) => " ",
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => null,
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator => " ",
            _ => rune.ToString(),
        },
    };
}
