namespace Aimi.Planning.DatesInWords;

/// <summary>What a rule of a language makes of a few words in a row: <see cref="Moment"/>, <see cref="Repeat"/>, or one of these.</summary>
internal abstract record Piece
{
    /// <summary>"полтора часа", "на 40 минут".</summary>
    /// <param name="IsSaid">"на", "for": it is the length of what begins beside it. Otherwise only right beside a time.</param>
    /// <param name="IsOfThing">"30-minute", "часовой": of the thing that stands behind it, and begins when that does.</param>
    public sealed record Length(Amount Amount, bool IsSaid, bool IsOfThing = false) : Piece;

    /// <summary>"for five times", "10 раз": how often a series comes, right beside it.</summary>
    /// <param name="IsSure">"for": it cannot be how often on each day.</param>
    public sealed record Times(int Count, bool IsSure) : Piece;

    /// <summary>"в ближайшие три дня", "the next two hours": from now on.</summary>
    public sealed record Coming(Amount Amount) : Piece;

    /// <summary>A number that may be an hour or a day, and nothing counts with it: "с 10 до 12", "10–15 марта". Alone it is no date.</summary>
    public sealed record Bare(int Value, bool IsOrdinal = false) : Piece;

    /// <summary>A word that joins: of no meaning unless a time follows it at once.</summary>
    public sealed record Link(LinkKind Kind) : Piece;

    /// <summary>Words that look like time and are not ("час пик", "среда обитания", "три раза в неделю"): consumed, nothing said.</summary>
    public sealed record Idiom : Piece;

    /// <summary>Words of time that have to be asked about ("на днях", "03/04"), with what they may mean.</summary>
    public sealed record Doubt(DoubtKind Kind, params Moment[] Candidates) : Piece;
}

internal enum LinkKind
{
    /// <summary>"с", "from".</summary>
    From,

    /// <summary>"после": like from, without an end.</summary>
    After,

    /// <summary>"до", "until": the end of a range, or a deadline.</summary>
    Until,

    /// <summary>"по" of "с 10 по 15": the end of a range only.</summary>
    Through,

    /// <summary>"к", "by", "не позднее": a deadline only.</summary>
    By,

    /// <summary>"-".</summary>
    Dash,

    /// <summary>"и", "and", ",": of equal ones.</summary>
    And,

    /// <summary>"в течение", "within".</summary>
    Within,
}

/// <summary>Why a question is asked; its text is <c>DateTexts</c>' entry of this name.</summary>
internal enum DoubtKind
{
    /// <summary>31 February, 25:00, a Friday that is a Thursday.</summary>
    Impossible,

    /// <summary>Two days or hours are meant equally often.</summary>
    TwoReadings,

    /// <summary>"на днях", "через несколько дней": it does not say when.</summary>
    Vague,

    /// <summary>Words of time that fit nothing.</summary>
    LeftOver,

    /// <summary>The end lies before the beginning.</summary>
    Backwards,
}

/// <summary>What a rule found.</summary>
/// <param name="Count">How many words; 0: nothing.</param>
internal readonly record struct Match(Piece? Piece, int Count)
{
    public static Match None => default;
}

/// <summary>Reads what begins with the word at <paramref name="at"/>.</summary>
internal delegate Match Rule(Phrase phrase, int at);
