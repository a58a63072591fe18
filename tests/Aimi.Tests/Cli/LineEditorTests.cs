using Aimi.Cli.Terminal;

namespace Aimi.Tests.Cli;

public class LineEditorTests
{
    private const string Family = "👨\u200d👩\u200d👧";
    private readonly LineEditor _editor = new();

    [Fact]
    public void The_cursor_moves_over_whole_characters()
    {
        Type($"а{Family}e\u0301");

        Press(ConsoleKey.Backspace);
        Assert.Equal($"а{Family}", _editor.Text);
        Press(ConsoleKey.LeftArrow);
        Type("б");
        Assert.Equal($"аб{Family}", _editor.Text);
        Press(ConsoleKey.Delete);
        Assert.Equal("аб", _editor.Text);
    }

    [Theory]
    [InlineData(ConsoleKey.U, "three")]
    [InlineData(ConsoleKey.W, "one three")]
    [InlineData(ConsoleKey.K, "one two ")]
    [InlineData(ConsoleKey.H, "one twothree")]
    [InlineData(ConsoleKey.D, "one two hree")]
    public void Control_keys_cut_as_in_a_shell(ConsoleKey key, string left)
    {
        Type("one two three");
        Press(ConsoleKey.LeftArrow, control: true);

        Press(key, control: true);

        Assert.Equal(left, _editor.Text);
    }

    [Theory]
    [InlineData(ConsoleKey.Home, false, "!one two")]
    [InlineData(ConsoleKey.A, true, "!one two")]
    [InlineData(ConsoleKey.End, false, "one two!")]
    [InlineData(ConsoleKey.E, true, "one two!")]
    [InlineData(ConsoleKey.RightArrow, true, "one! two")]
    [InlineData(ConsoleKey.F, true, "o!ne two")]
    public void Keys_move_the_cursor(ConsoleKey key, bool control, string after)
    {
        Type("one two");
        Press(ConsoleKey.Home);
        if (key is ConsoleKey.Home or ConsoleKey.A)
        {
            Press(ConsoleKey.End);
        }

        Press(key, control);
        Type("!");

        Assert.Equal(after, _editor.Text);
    }

    [Fact]
    public void The_arrows_bring_earlier_lines_back_and_then_the_unfinished_one()
    {
        Type("first");
        _editor.Take();
        Type("second");
        _editor.Take();
        Type("unfin");

        Press(ConsoleKey.UpArrow);
        Assert.Equal("second", _editor.Text);
        Press(ConsoleKey.UpArrow);
        Press(ConsoleKey.UpArrow);
        Assert.Equal("first", _editor.Text);
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("unfin", _editor.Text);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("unfin", _editor.Text);
    }

    [Fact]
    public void A_pasted_line_feed_does_not_send()
    {
        foreach (var character in "a\nb\tc")
        {
            Assert.Equal(LineEvent.None, _editor.Press(Keys.Of(character, more: true)));
        }

        Assert.Equal("a\nb    c", _editor.Text);
        Assert.Equal(LineEvent.Submitted, _editor.Press(Keys.Of('\n')));
    }

    [Fact]
    public void Control_characters_and_lone_surrogates_are_not_typed()
    {
        Type("a\u0001\e\u007f\ud83d\u0431\udc4d");

        Assert.Equal("aб", _editor.Text);
    }

    [Fact]
    public void Ctrl_D_ends_only_an_empty_line()
    {
        Type("x");
        Assert.Equal(LineEvent.None, Press(ConsoleKey.D, control: true));
        Press(ConsoleKey.Backspace);

        Assert.Equal(LineEvent.EndOfInput, Press(ConsoleKey.D, control: true));
        Assert.Equal(LineEvent.Interrupted, Press(ConsoleKey.C, control: true));
    }

    private LineEvent Press(ConsoleKey key, bool control = false) => _editor.Press(Keys.Of(key, control));

    private void Type(string text)
    {
        foreach (var character in text)
        {
            _editor.Press(Keys.Of(character));
        }
    }
}
