using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Offline.Understanding;

/// <summary>A part of a message that wants one thing.</summary>
/// <param name="Text">The message.</param>
/// <param name="Start">Where it begins in the message, in UTF-16 units.</param>
/// <param name="Tokens">All its words.</param>
/// <param name="Asked">Its sentence ends with a question mark.</param>
internal sealed record Clause(string Text, int Start, int End, IReadOnlyList<Token> Tokens, bool Asked)
{
    public Measures Measures { get; init; } = new(null, null, null);

    public Times Times { get; init; } = Times.None;

    /// <summary>The words that the rules see.</summary>
    public IReadOnlyList<Token> Words { get; init; } = [];

    /// <summary>Whether the clause is as a rule wants it, beside its words.</summary>
    public bool Holds(Rule rule, DateTime now)
    {
        var when = Times.Whole;
        return !(rule.Told && Asked)
            && !(rule.Asked && !Asked)
            && (!rule.Ahead || (when is not null && Times.IsAhead(when, now)) || Times.Question is not null)
            && (!rule.Dated || when is not null || Times.Question is not null)
            && (!rule.Soon || (when is { Kind: SpokenDateKind.Instant or SpokenDateKind.Day } && when.From >= now.Date && when.From < now.Date.AddDays(15)))
            && (!rule.Lasting || when?.Kind is SpokenDateKind.Duration)
            && (!rule.Timed || when?.Kind is SpokenDateKind.Instant or SpokenDateKind.Range or SpokenDateKind.Recurrence)
            && (!rule.Rarely || when?.RepeatRule is ['F', 'R', 'E', 'Q', '=', 'M' or 'Y', ..] and not "FREQ=MINUTELY")
            && (!rule.Moment || when is { Kind: SpokenDateKind.Instant, PartOfDay: false } or { Kind: SpokenDateKind.Recurrence, AllDay: false, PartOfDay: false } or { Kind: SpokenDateKind.Range, AllDay: false })
            && (!rule.Due || (when is { Kind: SpokenDateKind.Deadline } || (when is not null && when.From > now.AddDays(31))))
            && (!rule.Often || Measures.TimesPerWeek is not null || when?.Kind is SpokenDateKind.Recurrence)
            && (!rule.Before || Measures.Before is not null)
            && (!rule.Lately || when is null || (when.Kind is not (SpokenDateKind.Recurrence or SpokenDateKind.Deadline) && when.From > now.AddDays(-8) && when.From <= now.AddDays(1)))
            && (!rule.Hours || when is not null || Times.Question is not null);
    }
}
