using System.Globalization;
using Spectre.Console;

namespace Aimi.Cli.Terminal;

/// <summary>How wide text is on a terminal, measured and cut between the characters that a person sees.</summary>
internal static class Cells
{
    private const char EmojiPresentation = '\uFE0F';

    public static int Width(string text) => Characters(text).Sum(CharacterWidth);

    /// <summary>Grapheme clusters: a letter with its accents, a family emoji.</summary>
    public static IEnumerable<string> Characters(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }

    // A cluster is as wide as its widest part: the parts of a joined emoji are drawn as one.
    public static int CharacterWidth(string character) => character.Contains(EmojiPresentation, StringComparison.Ordinal)
        ? 2
        : Math.Max(0, character.EnumerateRunes().Max(r => r.ToString().GetCellWidth()));

    /// <summary>Breaks at line feeds and between words; a word longer than a row is cut.</summary>
    public static List<string> Wrap(string text, int width)
    {
        var rows = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var row = string.Empty;
            var used = 0;
            foreach (var character in Characters(line))
            {
                var needs = CharacterWidth(character);
                if (used + needs > width && used > 0)
                {
                    // The space at the break is not carried over to the next row.
                    var space = character is " " ? row.Length : row.LastIndexOf(' ');
                    rows.Add((space > 0 ? row[..space] : row).TrimEnd(' '));
                    row = space > 0 ? row[Math.Min(space + 1, row.Length)..] : string.Empty;
                    used = Width(row);
                    if (character is " ")
                    {
                        continue;
                    }
                }

                row += character;
                used += needs;
            }

            rows.Add(row);
        }

        return rows;
    }
}
