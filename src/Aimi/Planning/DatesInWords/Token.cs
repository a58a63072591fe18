namespace Aimi.Planning.DatesInWords;

internal enum TokenKind
{
    /// <summary>What stands behind the last and before the first.</summary>
    None,
    Word,

    /// <summary>In digits or in words, "двадцать пятого" is one.</summary>
    Number,

    /// <summary>A single mark: comma, colon, dash.</summary>
    Mark,
}

/// <summary>A word, a number or a mark of the sentence.</summary>
/// <param name="Text">In lower case, ё as е; every dash is "-".</param>
/// <param name="Start">In UTF-16 units of the sentence.</param>
/// <param name="Spaced">There is white space before it, or nothing.</param>
internal readonly record struct Token(string Text, int Start, int Length, TokenKind Kind, bool Spaced)
{
    /// <summary>What the lexicon knows of a word.</summary>
    public Meaning Meaning { get; init; }

    /// <summary>Of a number.</summary>
    public int Value { get; init; }

    /// <summary>"15-го", "fifth": a number that counts places.</summary>
    public bool IsOrdinal { get; init; }

    /// <summary>How many digits it is written in; 0 in words.</summary>
    public int Digits { get; init; }

    public int End => Start + Length;

    public bool IsNumber => Kind is TokenKind.Number;
}
