using System.Globalization;
using Aimi.Hosting.Resources;
using Aimi.Planning;
using Aimi.Planning.DatesInWords;

namespace Aimi.Assistant.Parsing;

/// <summary>Words of a sentence that say when, and how they are understood.</summary>
/// <param name="Start">Where they begin in the sentence, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="From">
/// The moment, the beginning, the deadline or the first of a series: a local time of the zone with offset (<c>2026-03-15T18:30:00+03:00</c>), or a day where
/// <c>all_day</c>. Of a duration, now.
/// </param>
/// <param name="To">The end, as <c>from</c>; of whole days the last of them.</param>
/// <param name="AllDay"><c>from</c> and <c>to</c> are days.</param>
/// <param name="RepeatRule">RFC 5545 RRULE of a recurrence.</param>
/// <param name="Repeats">The rule in words, in the language of the sentence; absent where it is not a simple one.</param>
/// <param name="Duration">How long, ISO 8601, where that was said.</param>
/// <param name="StartAt"><c>from</c> as plans take it in <c>start_at</c> or <c>due_at</c>: of a day its first moment.</param>
/// <param name="EndAt"><c>to</c>, or where only a duration was said its end, as plans take it in <c>end_at</c>: of days the first moment after the last.</param>
/// <param name="Confidence">1 where it was said in full, less where something was guessed; 0 to 1.</param>
public sealed record ParsedDate(
    string Text,
    int Start,
    int Length,
    SpokenDateKind Kind,
    string From,
    string? To,
    bool AllDay,
    string? RepeatRule,
    string? Repeats,
    string? Duration,
    DateTimeOffset StartAt,
    DateTimeOffset? EndAt,
    double Confidence)
{
    internal static ParsedDate Of(SpokenDate date, ParseClock clock, CultureInfo language)
    {
        var (start, end) = Span(date, clock);
        var to = date.Kind is SpokenDateKind.Duration ? end : date.To is { } said ? clock.InstantOf(said) : null;
        return new ParsedDate(
            date.Text,
            date.Start,
            date.Length,
            date.Kind,
            date.AllDay ? Day(date.From) : clock.Write(start),
            date.AllDay ? date.To is { } last ? Day(last) : null : to is { } instant ? clock.Write(instant) : null,
            date.AllDay,
            date.RepeatRule,
            date.RepeatRule is { } rule ? RecurrenceWords.Of(rule, language) : null,
            date.Duration is { } length ? Durations.Text(length) : null,
            start,
            end,
            date.Confidence);
    }

    private static (DateTimeOffset Start, DateTimeOffset? End) Span(SpokenDate date, ParseClock clock) => date switch
    {
        // Lengths are of time, not of the wall clock: two hours are two hours also where the clock is changed in between.
        { Kind: SpokenDateKind.Duration, Duration: { } length } => (clock.Now, clock.Now + length),
        { FromNow: { } away, To: null, AllDay: false } => (clock.Minute + away, clock.Minute + away + date.Duration),
        { AllDay: true } => (clock.InstantOf(date.From.Date), date.To is { } last ? clock.InstantOf(last.Date.AddDays(1)) : null),
        { To: { } to } => (clock.InstantOf(date.From), clock.InstantOf(to)),
        { Duration: { } length } => (clock.InstantOf(date.From), clock.InstantOf(date.From) + length),
        _ => (clock.InstantOf(date.From), null),
    };

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
