namespace Aimi.Planning;

/// <summary>One time at which an event takes place or a task is due: the only one of what happens once, or one of a series.</summary>
/// <param name="WallTime">Which one of its series, by the rule (<see cref="EventOccurrence.WallTime"/>).</param>
/// <param name="At">The instant of that: what clients name it by, even where it was moved.</param>
/// <param name="Start">When it does take place; null for a task that is only due.</param>
/// <param name="Moved">It is not at the time that the rule gives.</param>
public sealed record Occurrence(
    PlannedEvent Event,
    DateTime WallTime,
    DateTimeOffset At,
    DateTimeOffset? Start,
    DateTimeOffset? End,
    DateTimeOffset? Due,
    EventStatus Status,
    string Title,
    string? Description,
    bool Moved)
{
    /// <summary>When to be there, or done: what reminders count back from.</summary>
    public DateTimeOffset Anchor => Start ?? Due!.Value;

    /// <summary>It can still happen: it is neither done nor dropped, and nobody asked how it went.</summary>
    public bool IsOpen => Status is EventStatus.Planned or EventStatus.PendingConfirmation;
}
