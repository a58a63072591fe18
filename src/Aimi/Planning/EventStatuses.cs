namespace Aimi.Planning;

/// <summary>The life of an event.</summary>
public static class EventStatuses
{
    /// <summary>
    /// Whether an event in this status may be given that one. A proposal is confirmed or dropped; a plan is asked about, done or dropped;
    /// what is done or dropped can be planned again, for a person may err.
    /// </summary>
    public static bool MayBecome(this EventStatus from, EventStatus to) => (from, to) switch
    {
        (EventStatus.PendingConfirmation, EventStatus.Planned or EventStatus.Cancelled) => true,
        (EventStatus.Planned, EventStatus.AwaitingFeedback or EventStatus.Completed or EventStatus.Cancelled) => true,
        (EventStatus.AwaitingFeedback, EventStatus.Planned or EventStatus.Completed or EventStatus.Cancelled) => true,
        (EventStatus.Completed or EventStatus.Cancelled, EventStatus.Planned) => true,
        _ => false,
    };
}
