namespace Aimi.Cli.Contract;

/// <summary>The answer of <c>POST /parse</c>: how a sentence is understood. Members that this client does not use are left out.</summary>
/// <param name="Now">A local time with offset, in the zone that all times are of.</param>
/// <param name="Also">What else is wanted than the intent.</param>
internal sealed record Reading(
    string Now, IReadOnlyList<ReadDate> Dates, ReadQuestion? Question = null, ReadIntent? Intent = null, IReadOnlyList<string>? Also = null);

/// <summary>What the sentence says of time.</summary>
/// <param name="From">A local time with offset, or a day where <paramref name="AllDay"/>; <paramref name="To"/> likewise.</param>
/// <param name="StartAt">As plans take it; <paramref name="EndAt"/> likewise.</param>
/// <param name="Repeats">The rule in words.</param>
internal sealed record ReadDate(
    string Kind,
    int Start,
    int Length,
    string From,
    bool AllDay,
    DateTimeOffset StartAt,
    string? To = null,
    DateTimeOffset? EndAt = null,
    string? RepeatRule = null,
    string? Repeats = null);

internal sealed record ReadQuestion(string Text, IReadOnlyList<ReadDate> Candidates);

internal sealed record ReadIntent(string Name, ReadSlots Slots);

internal sealed record ReadSlots(string? Title = null, ReadDate? When = null, string? RemindBefore = null, int? TimesPerWeek = null);

/// <summary>What was made.</summary>
internal sealed record Made(Guid Id);

/// <summary>Why the server did not do it.</summary>
internal sealed record Problem(string? Code = null, string? Detail = null);
