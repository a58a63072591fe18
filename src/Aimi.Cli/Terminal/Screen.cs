using Spectre.Console;
using Spectre.Console.Rendering;

namespace Aimi.Cli.Terminal;

/// <summary>One row of the terminal: clean text without line feeds, at most as wide as the screen.</summary>
internal sealed record Row(params IReadOnlyList<(string Text, Style Style)> Parts)
{
    public static Row Plain(string text) => new((text, Style.Plain));

    public int Width => Parts.Sum(p => Cells.Width(p.Text));
}

/// <summary>A conversation that scrolls, and under it a few live rows with the prompt, redrawn in place.
/// Each drawing is one write: the live rows are wiped, what is to stay is written where they began, and they are drawn again below.</summary>
internal sealed class Screen(IAnsiConsole console)
{
    private readonly List<int> _drawn = [];
    private int _cursorRow;
    private int _cursorColumn;

    /// <summary>One cell less than the terminal has, because a full row makes some terminals wrap and some not.</summary>
    public int Width => Math.Max(8, console.Profile.Width - 1);

    public int Height => Math.Max(4, console.Profile.Height);

    /// <param name="lasting">Rows that stay and scroll away.</param>
    /// <param name="live">Rows between them and the prompt, replaced by the next drawing; prompt and live rows together fit the height.</param>
    /// <param name="prompt">Null leaves the cursor below everything: the last drawing.</param>
    public void Draw(IReadOnlyList<Row> lasting, IReadOnlyList<Row> live, Prompt? prompt)
    {
        var segments = new List<Segment> { Segment.Control(BackToStart()) };
        foreach (var row in lasting)
        {
            Write(segments, row);
            segments.Add(Segment.LineBreak);
        }

        _drawn.Clear();
        _cursorRow = 0;
        _cursorColumn = 0;
        if (prompt is not null)
        {
            DrawLive(segments, [.. live, .. prompt.Rows.Select(Row.Plain)], live.Count + prompt.CursorRow, prompt.CursorColumn);
        }

        console.Write(new Drawing(segments));
    }

    /// <summary>Wipes the terminal; the next drawing begins at its top.</summary>
    public void Clear()
    {
        console.Write(new Drawing([Segment.Control("\e[H\e[2J")]));
        _drawn.Clear();
        _cursorRow = 0;
        _cursorColumn = 0;
    }

    private void DrawLive(List<Segment> segments, IReadOnlyList<Row> rows, int cursorRow, int cursorColumn)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            Write(segments, rows[i]);
            _drawn.Add(rows[i].Width);
            if (i < rows.Count - 1)
            {
                segments.Add(Segment.LineBreak);
            }
        }

        var up = rows.Count - 1 - cursorRow;
        segments.Add(Segment.Control((up > 0 ? $"\e[{up}A" : string.Empty) + $"\r\e[{cursorColumn}C"));
        _cursorRow = cursorRow;
        _cursorColumn = cursorColumn;
    }

    private static void Write(List<Segment> segments, Row row) => segments.AddRange(row.Parts.Select(p => new Segment(p.Text, p.Style)));

    // A terminal that was made narrower has broken the rows above the cursor into several.
    private string BackToStart()
    {
        var width = Math.Max(1, console.Profile.Width);
        var up = _drawn.Take(_cursorRow).Sum(w => Math.Max(1, (w + width - 1) / width)) + (_cursorColumn / width);
        return (up > 0 ? $"\e[{up}A" : string.Empty) + "\r\e[J";
    }

    private sealed class Drawing(IReadOnlyList<Segment> segments) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
