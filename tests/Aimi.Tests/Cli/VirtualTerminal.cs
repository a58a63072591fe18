using System.Text;
using Aimi.Cli.Terminal;
using Spectre.Console;

namespace Aimi.Tests.Cli;

/// <summary>A terminal's screen with its scrollback: text, line feeds, and the few escape sequences that the client may use. Any other fails the test.</summary>
internal sealed class VirtualTerminal(int width, int height) : TextWriter, IAnsiConsoleOutput
{
    private readonly Lock _gate = new();
    private readonly List<List<string>> _lines = [[]];
    private TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _row;
    private int _column;

    public override Encoding Encoding => Encoding.UTF8;

    public TextWriter Writer => this;

    public bool IsTerminal => true;

    public int Width { get; private set; } = width;

    public int Height => height;

    /// <summary>The rows, without spaces at their ends and without empty ones at the bottom.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines.Select(l => string.Concat(l).TrimEnd())).TrimEnd('\n');
            }
        }
    }

    public (int Row, int Column) Cursor
    {
        get
        {
            lock (_gate)
            {
                return (_row, _column);
            }
        }
    }

    public IAnsiConsole Console() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = this,
    });

    public void SetEncoding(Encoding encoding)
    {
    }

    /// <summary>Waits until the screen is as it should be.</summary>
    public async Task Until(Func<string, bool> condition)
    {
        while (true)
        {
            Task drawn;
            lock (_gate)
            {
                drawn = _drawn.Task;
            }

            if (condition(Text))
            {
                return;
            }

            try
            {
                await drawn.WaitAsync(Patience.Limit);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"The screen stays:\n{Text}");
            }
        }
    }

    public Task Shows(string text) => Until(screen => screen.Contains(text, StringComparison.Ordinal));

    /// <summary>Breaks rows that no longer fit, as terminals do.</summary>
    public void Narrow(int width)
    {
        lock (_gate)
        {
            var (row, column) = (0, 0);
            var lines = new List<List<string>>();
            for (var i = 0; i < _lines.Count; i++)
            {
                var parts = _lines[i].Count == 0 ? [[]] : _lines[i].Chunk(width).Select(c => c.ToList()).ToList();
                if (i == _row)
                {
                    (row, column) = (lines.Count + (_column / width), _column % width);
                }

                lines.AddRange(parts);
            }

            _lines.Clear();
            _lines.AddRange(lines);
            (_row, _column, Width) = (row, column, width);
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_gate)
        {
            var text = value ?? string.Empty;
            for (var i = 0; i < text.Length;)
            {
                i = text[i] == '\e' ? Escape(text, i) : Print(text, i);
            }

            _drawn.TrySetResult();
            _drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private int Print(string text, int i)
    {
        switch (text[i])
        {
            case '\n':
                (_row, _column) = (_row + 1, 0);
                Grow();
                return i + 1;
            case '\r':
                _column = 0;
                return i + 1;
        }

        Assert.False(char.IsControl(text[i]), $"U+{(int)text[i]:X4} reached the terminal");
        var character = text.Substring(i, System.Globalization.StringInfo.GetNextTextElementLength(text, i));
        var cells = Cells.CharacterWidth(character);
        if (_column + cells > Width)
        {
            (_row, _column) = (_row + 1, 0);
            Grow();
        }

        var line = _lines[_row];
        while (line.Count < _column + cells)
        {
            line.Add(" ");
        }

        line[_column] = character;
        for (var covered = 1; covered < cells; covered++)
        {
            line[_column + covered] = string.Empty;
        }

        _column += cells;
        return i + character.Length;
    }

    private int Escape(string text, int i)
    {
        var end = i + 2;
        while (!char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        var value = int.TryParse(text[(i + 2)..end], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 1;
        switch (text[end])
        {
            case 'A':
                _row = Math.Max(Math.Max(0, _lines.Count - Height), _row - value);
                break;
            case 'C':
                _column += value;
                break;
            case 'J':
                _lines.RemoveRange(_row + 1, _lines.Count - _row - 1);
                _lines[_row].RemoveRange(Math.Min(_column, _lines[_row].Count), Math.Max(0, _lines[_row].Count - _column));
                break;
            case 'm':
                break;
            default:
                Assert.Fail($"Unknown sequence ESC{text[(i + 1)..(end + 1)]}");
                break;
        }

        return end + 1;
    }

    private void Grow()
    {
        while (_lines.Count <= _row)
        {
            _lines.Add([]);
        }
    }
}
