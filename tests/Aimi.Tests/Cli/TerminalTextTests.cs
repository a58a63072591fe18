using Aimi.Cli.Terminal;
using CsCheck;

namespace Aimi.Tests.Cli;

public class TerminalTextTests
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("я", 1)]
    [InlineData("日本", 4)]
    [InlineData("👍", 2)]
    [InlineData("👨\u200d👩\u200d👧", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("❤\uFE0F", 2)]
    public void A_character_is_as_wide_as_it_is_drawn(string text, int width) => Assert.Equal(width, Cells.Width(text));

    [Fact]
    public void Text_breaks_between_words_and_long_words_are_cut()
    {
        Assert.Equal(["one two", "three", "", "abcdefgh", "ij"], Cells.Wrap("one two three\n\nabcdefghij", 8));
        Assert.Equal(["日本", "語"], Cells.Wrap("日本語", 5));
    }

    [Fact]
    public void Nothing_is_lost_by_wrapping_and_no_row_is_too_wide() =>
        Gen.Select(Gen.String[Gen.Char["aя 日\n!"], 0, 80], Gen.Int[2, 20]).Sample((text, width) =>
        {
            var rows = Cells.Wrap(text, width);
            return rows.TrueForAll(r => Cells.Width(r) <= width)
                && string.Equals(Letters(string.Concat(rows)), Letters(text), StringComparison.Ordinal);
        });

    [Fact]
    public void No_control_character_survives() =>
        Gen.String.Sample(text => SafeText.Clean(text).All(c => c is '\n' || !char.IsControl(c)));

    [Theory]
    [InlineData("\e[31mred\e[0m", "␛[31mred␛[0m")]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("\u009b2J\u0000\u007f", "\uFFFD2J␀␡")]
    [InlineData("a\u202Eb\u2066c", "a\uFFFDb\uFFFDc")]
    [InlineData("Привет 👨\u200d👩\u200d👧 [red]", "Привет 👨\u200d👩\u200d👧 [red]")]
    public void What_would_drive_the_terminal_is_shown_instead(string text, string shown) => Assert.Equal(shown, SafeText.Clean(text));

    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("a\uFFFDb", SafeText.Clean("a\ud83db"));

    [Fact]
    public void The_prompt_wraps_and_follows_the_cursor()
    {
        var prompt = Prompt.Layout("日本語abc", cursor: 3, width: 8, height: 5);
        Assert.Equal(["> 日本語", "  abc"], prompt.Rows);
        Assert.Equal((1, 2), (prompt.CursorRow, prompt.CursorColumn));

        var end = Prompt.Layout(new string('a', 600), cursor: 600, width: 8, height: 3);
        Assert.Equal(3, end.Rows.Count);
        Assert.Equal((2, 2), (end.CursorRow, end.CursorColumn));
        var start = Prompt.Layout(new string('a', 600), cursor: 0, width: 8, height: 3);
        Assert.Equal("> aaaaaa", start.Rows[0]);
        Assert.Equal((0, 2), (start.CursorRow, start.CursorColumn));
    }

    private static string Letters(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
