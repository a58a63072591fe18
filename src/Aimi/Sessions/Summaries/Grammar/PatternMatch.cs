namespace Aimi.Sessions.Summaries;

/// <summary>Where a pattern was found.</summary>
internal sealed class PatternMatch
{
    public int Start { get; init; }
    public int End { get; set; }
    public int? PhraseStart { get; set; }
    public int? PhraseEnd { get; set; }
    public int? ValueStart { get; set; }
    public int? ValueEnd { get; set; }
    public Dictionary<string, Filled> Slots { get; } = new(StringComparer.Ordinal);

    /// <summary>The words that the pattern marks as what is told; null where it marks none.</summary>
    public Span? Phrase => PhraseStart is { } start ? new Span(start, PhraseEnd ?? End) : null;

    /// <summary>The words that it marks as the value; null where a slot reads it.</summary>
    public Span? Value => ValueStart is { } start ? new Span(start, ValueEnd ?? End) : null;
}

/// <summary>What a slot read.</summary>
/// <param name="Values">One, or the items of a list.</param>
/// <param name="Key">What tells its kind apart from others, such as a relation's.</param>
/// <param name="Said">How the narrator says its first words, where not as the person does ("бегаю", бегает).</param>
internal sealed record Filled(IReadOnlyList<Span> Values, string? Key = null, string? Said = null)
{
    public int Start => Values[0].Start;
    public int End => Values[^1].End;
}

/// <summary>Reads from a word of a sentence on; null where what it looks for does not stand there.</summary>
internal delegate Filled? SlotReader(Sentence sentence, int at);
