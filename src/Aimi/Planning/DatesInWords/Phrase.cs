namespace Aimi.Planning.DatesInWords;

/// <summary>A sentence, taken apart. Beyond its ends there is <c>default</c>, which is no word.</summary>
internal sealed class Phrase(string text, Token[] tokens)
{
    public string Text => text;

    /// <summary>Who speaks writes 03/04 for the fourth of March, or never does; null: nobody knows.</summary>
    public bool? IsMonthFirst { get; init; }

    /// <summary>The country of who speaks, in two letters; null: nobody knows.</summary>
    public string? Region { get; init; }

    public int Count => tokens.Length;

    public Token this[int at] => at >= 0 && at < tokens.Length ? tokens[at] : new Token("", text.Length, 0, TokenKind.None, Spaced: true);

    public bool Is(int at, string word) => string.Equals(this[at].Text, word, StringComparison.Ordinal);

    public bool Is(int at, params ReadOnlySpan<string> words)
    {
        var said = this[at].Text;
        foreach (var word in words)
        {
            if (said == word)
                return true;
        }

        return false;
    }

    /// <summary>A word of this kind; no number, no mark.</summary>
    public bool Is(int at, MeaningKind kind) => this[at].Meaning.Kind == kind && this[at].Kind is TokenKind.Word;

    public int Value(int at) => this[at].Meaning.Value;

    /// <summary>A cardinal or ordinal number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public bool IsNumber(int at, int least = 0, int most = 9_999) => this[at].IsNumber && this[at].Value >= least && this[at].Value <= most;

    /// <summary>The mark, with no space before it: "18:30", "15.03".</summary>
    public bool IsTight(int at, string mark) => Is(at, mark) && !this[at].Spaced;

    /// <summary>The number with no space before it.</summary>
    public bool IsTightNumber(int at, int least = 0, int most = 9_999) => IsNumber(at, least, most) && !this[at].Spaced;
}
