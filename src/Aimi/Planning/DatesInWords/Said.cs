namespace Aimi.Planning.DatesInWords;

internal enum SaidKind
{
    /// <summary>At <see cref="Said.From"/>.</summary>
    At,

    /// <summary>From <see cref="Said.From"/> to <see cref="Said.To"/>.</summary>
    Between,

    /// <summary>From <see cref="Said.From"/> on.</summary>
    Since,

    /// <summary>No later than <see cref="Said.From"/>.</summary>
    By,

    /// <summary>Within <see cref="Said.Length"/> from now.</summary>
    Within,

    /// <summary>For <see cref="Said.Length"/>.</summary>
    Lasting,

    /// <summary>By <see cref="Said.Repeat"/>, at the time of <see cref="Said.From"/> to that of <see cref="Said.To"/>.</summary>
    Repeating,

    /// <summary>So often as <see cref="Said.Times"/>: of a series.</summary>
    Counted,

    /// <summary>Nobody knows: see <see cref="Said.Doubt"/>.</summary>
    Doubtful,
}

/// <summary>One thing that a sentence says of time, put together from its pieces and not yet looked up in the calendar.</summary>
internal sealed record Said(SaidKind Kind, int First, int Last)
{
    public Moment? From { get; init; }

    public Moment? To { get; init; }

    public Amount? Length { get; init; }

    /// <summary>The length was said as one: "на два часа".</summary>
    public bool IsLengthSaid { get; init; }

    /// <summary>It was said of the thing itself: "a 30-minute call".</summary>
    public bool IsLengthOfThing { get; init; }

    public Piece.Times? Times { get; init; }

    public Repeat? Repeat { get; init; }

    /// <summary>When a series begins and ends.</summary>
    public Moment? Starts { get; init; }

    public Moment? Ends { get; init; }

    public Piece.Doubt? Doubt { get; init; }

    /// <summary>Two numbers with a dash, a number behind "с": a time only beside a day.</summary>
    public bool IsWeak { get; init; }

    /// <summary>The day was said of the end: "from 10pm to 1am tomorrow".</summary>
    public bool IsDayOfEnd { get; init; }

    /// <summary>"до", which beside a beginning is the end of a range, and alone a deadline.</summary>
    public bool IsUntil { get; init; }

    /// <summary>"после": of several days it begins when they are over.</summary>
    public bool IsAfter { get; init; }

    /// <summary>Further words of the sentence that belong to it: "завтра … в 10".</summary>
    public IReadOnlyList<(int First, int Last)> Elsewhere { get; init; } = [];

    public bool IsDay => Kind is SaidKind.At && From!.IsDayOnly;

    public bool IsTime => Kind is SaidKind.At && From!.IsTimeOnly;

    public bool IsTimeRange => Kind is SaidKind.Between && From!.IsTimeOnly && To!.IsTimeOnly;

    public bool Covers(int at) => (at >= First && at <= Last) || Elsewhere.Any(stretch => at >= stretch.First && at <= stretch.Last);
}
