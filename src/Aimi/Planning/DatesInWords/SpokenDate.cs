using System.Runtime.InteropServices;

namespace Aimi.Planning.DatesInWords;

/// <summary>What a sentence can say of time.</summary>
public enum SpokenDateKind
{
    /// <summary>A moment: "tomorrow at 10", "через полтора часа".</summary>
    Instant,

    /// <summary>A whole day: "tomorrow", "15 марта".</summary>
    Day,

    /// <summary>From then until then: "с 10 до 12", "next week", "10–15 марта".</summary>
    Range,

    /// <summary>No later than: "до пятницы", "by Friday at 6".</summary>
    Deadline,

    /// <summary>How long: "полтора часа", "for two hours".</summary>
    Duration,

    /// <summary>Again and again: "по будням в 8", "every other Tuesday".</summary>
    Recurrence,
}

/// <summary>A stretch of a sentence that says when, and how it is understood. Times are of the wall clock in the person's zone.</summary>
/// <param name="Start">Where it begins in the sentence, in UTF-16 units.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="From">The moment, the day (its midnight), the beginning of a range, the deadline, the first of a series; of a duration, now.</param>
/// <param name="To">The end of a range, of whole days the last of them; the end of a duration that begins now. Null where there is none.</param>
/// <param name="AllDay"><paramref name="From"/> and <paramref name="To"/> are days.</param>
/// <param name="RepeatRule">RFC 5545 RRULE of a <see cref="SpokenDateKind.Recurrence"/>.</param>
/// <param name="Confidence">1: said in full. Less where an hour stands for "in the morning", or a year was guessed. 0 to 1.</param>
public sealed record SpokenDate(
    string Text, int Start, int Length, SpokenDateKind Kind, DateTime From, DateTime? To, bool AllDay, string? RepeatRule, double Confidence)
{
    /// <summary>How long, where a length was said: of a <see cref="SpokenDateKind.Duration"/>, or beside a beginning ("в 15 на полчаса").</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// <see cref="From"/> was said as so much time from now ("через два часа"; negative: ago): time that passes, whatever is done to the clock meanwhile.
    /// </summary>
    public TimeSpan? FromNow { get; init; }

    /// <summary>The hour was not said, it stands for a part of the day ("утром").</summary>
    public bool PartOfDay { get; init; }

    /// <summary>Its day is a weekday's name alone, read as the next of that name: who speaks of another week may mean the one there.</summary>
    public bool BareWeekday { get; init; }

    /// <summary>Further stretches of the sentence that belong to it: in "завтра позвонить маме в 10" the last two words.</summary>
    public IReadOnlyList<SpokenStretch> Elsewhere { get; init; } = [];
}

/// <summary>A stretch of a sentence, in UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SpokenStretch(int Start, int Length);

/// <summary>What a sentence says of time.</summary>
/// <param name="Dates">In the order of the sentence; empty where it says nothing, or where there is a question.</param>
/// <param name="Question">What has to be asked, because the words can be read in two ways or are left over: better ask than be wrong.</param>
public sealed record DateReading(IReadOnlyList<SpokenDate> Dates, DateQuestion? Question)
{
    public static readonly DateReading Nothing = new([], null);
}

/// <param name="Text">The question, in the language of the sentence.</param>
/// <param name="Candidates">What it could mean, the likeliest first; may be empty.</param>
public sealed record DateQuestion(string Text, IReadOnlyList<SpokenDate> Candidates);
