using System.Globalization;

namespace Aimi.Cli.Terminal;

/// <summary>A key, and whether another was waiting behind it: a paste comes in one go, a person types with pauses.</summary>
internal readonly record struct KeyPress(ConsoleKeyInfo Key, bool MoreFollows = false);

internal enum LineEvent
{
    /// <summary>The line may have changed.</summary>
    None,

    /// <summary>Enter: take the text with <see cref="LineEditor.Take"/>.</summary>
    Submitted,

    /// <summary>Ctrl+C.</summary>
    Interrupted,

    /// <summary>Ctrl+D on an empty line.</summary>
    EndOfInput,

    /// <summary>Ctrl+L.</summary>
    Redraw,
}

/// <summary>The line that is being typed: keys in, text and cursor out. It draws nothing.</summary>
internal sealed class LineEditor
{
    private readonly LineHistory _history = new();
    private char? _highSurrogate;

    public string Text { get; private set; } = string.Empty;

    /// <summary>An index in <see cref="Text"/>, always between two characters as a person sees them.</summary>
    public int Cursor { get; private set; }

    public LineEvent Press(KeyPress press)
    {
        var key = press.Key;
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.C when control:
                return LineEvent.Interrupted;
            case ConsoleKey.D when control && Text.Length == 0:
                return LineEvent.EndOfInput;
            case ConsoleKey.L when control:
                return LineEvent.Redraw;
            case ConsoleKey.Enter when press.MoreFollows || key.Modifiers.HasFlag(ConsoleModifiers.Alt):
                Insert("\n");
                break;
            case ConsoleKey.Enter:
                return LineEvent.Submitted;
            case ConsoleKey.UpArrow:
                Set(_history.Older(Text));
                break;
            case ConsoleKey.DownArrow:
                Set(_history.Newer(Text));
                break;
            default:
                Edit(key, control, press.MoreFollows);
                break;
        }

        return LineEvent.None;
    }

    /// <summary>Empties the line; what it held is remembered for the up arrow.</summary>
    public string Take()
    {
        var text = Text;
        _history.Add(text);
        Set(string.Empty);
        return text;
    }

    public void Clear() => Set(string.Empty);

    private void Edit(ConsoleKeyInfo pressed, bool control, bool pasted)
    {
        var key = control ? NamedKey(pressed.Key) : pressed.Key;
        switch (key)
        {
            case ConsoleKey.LeftArrow:
                Cursor = control && key == pressed.Key ? WordStart() : Before(Cursor);
                break;
            case ConsoleKey.RightArrow:
                Cursor = control && key == pressed.Key ? WordEnd() : After(Cursor);
                break;
            case ConsoleKey.Home:
                Cursor = 0;
                break;
            case ConsoleKey.End:
                Cursor = Text.Length;
                break;
            case ConsoleKey.Backspace:
                Cut(Before(Cursor), Cursor);
                break;
            case ConsoleKey.Delete:
                Cut(Cursor, After(Cursor));
                break;
            case ConsoleKey.W when control:
                Cut(WordStart(), Cursor);
                break;
            case ConsoleKey.U when control:
                Cut(0, Cursor);
                break;
            case ConsoleKey.K when control:
                Cut(Cursor, Text.Length);
                break;
            default:
                Type(pressed.KeyChar, pasted);
                break;
        }
    }

    // The letters that a shell knows for these keys.
    private static ConsoleKey NamedKey(ConsoleKey letter) => letter switch
    {
        ConsoleKey.A => ConsoleKey.Home,
        ConsoleKey.B => ConsoleKey.LeftArrow,
        ConsoleKey.D => ConsoleKey.Delete,
        ConsoleKey.E => ConsoleKey.End,
        ConsoleKey.F => ConsoleKey.RightArrow,
        ConsoleKey.H => ConsoleKey.Backspace,
        _ => letter,
    };

    // Characters outside the basic plane come as two keys.
    private void Type(char character, bool pasted)
    {
        if (char.IsHighSurrogate(character))
        {
            _highSurrogate = character;
        }
        else if (char.IsLowSurrogate(character) && _highSurrogate is { } high)
        {
            Insert(new string([high, character]));
        }
        else if (character == '\t' && pasted)
        {
            Insert("    ");
        }
        else if (!char.IsControl(character) && !char.IsSurrogate(character))
        {
            Insert(character.ToString());
        }
    }

    private void Insert(string text)
    {
        _highSurrogate = null;
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    private void Set(string text)
    {
        Text = text;
        Cursor = text.Length;
    }

    private void Cut(int from, int to)
    {
        Text = Text.Remove(from, to - from);
        Cursor = from;
    }

    private int After(int index) => index < Text.Length ? index + StringInfo.GetNextTextElementLength(Text, index) : index;

    private int Before(int index)
    {
        // A cluster can be told only from its beginning; from the line's start it is always right.
        var start = 0;
        for (var next = After(0); next < index; next = After(next))
        {
            start = next;
        }

        return start;
    }

    private int WordStart()
    {
        var index = Cursor;
        while (index > 0 && char.IsWhiteSpace(Text[index - 1]))
        {
            index--;
        }

        while (index > 0 && !char.IsWhiteSpace(Text[index - 1]))
        {
            index--;
        }

        return index;
    }

    private int WordEnd()
    {
        var index = Cursor;
        while (index < Text.Length && char.IsWhiteSpace(Text[index]))
        {
            index++;
        }

        while (index < Text.Length && !char.IsWhiteSpace(Text[index]))
        {
            index++;
        }

        return index;
    }
}
