namespace Aimi.Cli.Terminal;

/// <summary>The line being typed as rows of a terminal, and where in them the cursor stands.</summary>
internal sealed record Prompt(IReadOnlyList<string> Rows, int CursorRow, int CursorColumn)
{
    private const string First = "> ";
    private const string Next = "  ";

    /// <param name="text">What was typed so far; may hold line feeds.</param>
    /// <param name="cursor">An index in it.</param>
    /// <param name="width">Cells of a row.</param>
    /// <param name="height">Rows to show at most: those around the cursor.</param>
    public static Prompt Layout(string text, int cursor, int width, int height)
    {
        var rows = new List<string>();
        var row = First;
        var used = First.Length;
        var index = 0;
        var at = (Row: 0, Column: used);

        void Break()
        {
            rows.Add(row);
            row = Next;
            used = Next.Length;
        }

        foreach (var character in Cells.Characters(text))
        {
            var shown = character is "\n" ? string.Empty : SafeText.CleanLine(character);
            var needs = shown.Length == 0 ? 0 : Cells.CharacterWidth(shown);
            if (used + needs > width && used > Next.Length)
            {
                Break();
            }

            if (index == cursor)
            {
                at = (rows.Count, used);
            }

            row += shown;
            used += needs;
            index += character.Length;
            if (character is "\n")
            {
                Break();
            }
        }

        if (used >= width)
        {
            Break(); // room for the cursor behind the last character
        }

        if (cursor >= text.Length)
        {
            at = (rows.Count, used);
        }

        rows.Add(row);
        var top = Math.Clamp(at.Row - (height / 2), 0, Math.Max(0, rows.Count - height));
        return new Prompt(rows.GetRange(top, Math.Min(height, rows.Count - top)), at.Row - top, at.Column);
    }
}
