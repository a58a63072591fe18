using Aimi.Hosting;
using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>How much of a series is meant.</summary>
public enum SeriesScope
{
    This,
    ThisAndLater,
    All,
}

/// <summary>An event, or one occurrence of it.</summary>
/// <param name="OccurrenceAt">The occurrence, by its time by the rule (<see cref="Occurrence.At"/>); null means the whole.</param>
/// <param name="Scope">Where an occurrence is named: it alone, unless this says otherwise.</param>
public sealed record EventTarget(Guid UserId, Guid Id, DateTimeOffset? OccurrenceAt = null, SeriesScope? Scope = null)
{
    public SeriesScope EffectiveScope => Scope ?? (OccurrenceAt is null ? SeriesScope.All : SeriesScope.This);
}

/// <summary>What came of the wish to change an event.</summary>
public enum EventChangeResult
{
    Changed,

    /// <summary>It is there already; nothing was written.</summary>
    Known,

    /// <summary>The id is another one's; nothing was written.</summary>
    IdTaken,

    /// <summary>There is no such event, or it has no such occurrence.</summary>
    NotFound,

    /// <summary>It changed since it was read; nothing was written.</summary>
    VersionConflict,

    /// <summary>Its status does not allow it; nothing was written.</summary>
    NotAllowed,

    /// <summary>It would be wrong, as <see cref="EventChange.Refusal"/> says; nothing was written.</summary>
    Refused,
}

/// <summary>An event as it stands after the wish to change it; null where there is none.</summary>
/// <param name="Event">Where "this and all later" were changed: the series that goes on from there.</param>
/// <param name="Occurrence">The one that was changed, where one was.</param>
public sealed record EventChange(EventChangeResult Result, PlannedEvent? Event, EventRefusal? Refusal = null, Occurrence? Occurrence = null);

/// <summary>Why an event is refused: an error code of the contract, a sentence and, for what is not valid, the member.</summary>
public sealed record EventRefusal(string Code, string Detail, string? Field = null)
{
    public const string TooMany = "too_many";
    public const string TransitionNotAllowed = "transition_not_allowed";

    internal static EventRefusal Invalid(string field, string what) => new(Problems.ValidationFailed, what, field);

    internal static EventRefusal NotFrom(EventStatus status) => new(TransitionNotAllowed, $"What is {status.Word()} cannot be given that status.");
}
