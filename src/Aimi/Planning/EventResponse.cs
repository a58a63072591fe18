using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>A task or an event; or one occurrence of it, with what is different about that one.</summary>
/// <param name="OccurrenceAt">Names the occurrence: its time by the rule, even where it was moved. Absent for a whole series and for what happens once.</param>
/// <param name="Moved">The occurrence is at another time than the rule gives.</param>
/// <param name="Floating">It goes with the person to another zone.</param>
/// <param name="NagEvery">ISO 8601.</param>
/// <param name="ContinuesId">The series of which this and all later ones were changed.</param>
public sealed record EventResponse(
    Guid Id,
    EventType Type,
    string Title,
    string? Description,
    EventStatus Status,
    Guid? GoalId,
    DateTimeOffset? OccurrenceAt,
    bool? Moved,
    DateTimeOffset? StartAt,
    DateTimeOffset? EndAt,
    DateTimeOffset? DueAt,
    bool AllDay,
    string Timezone,
    bool Floating,
    int Priority,
    string? RepeatRule,
    RepeatMode RepeatMode,
    IReadOnlyList<string>? ReminderOffsets,
    string? NagEvery,
    Guid? ContinuesId,
    EventSource Source,
    string? ExternalId,
    EventMetadata Metadata,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static EventResponse Of(PlannedEvent planned) => new(
        planned.Id,
        planned.Type,
        planned.Title,
        planned.Description,
        planned.Status,
        planned.GoalId,
        OccurrenceAt: null,
        Moved: null,
        planned.StartAt,
        planned.EndAt,
        planned.DueAt,
        planned.AllDay,
        planned.Timezone,
        planned.Floating,
        planned.Priority,
        planned.RepeatRule,
        planned.RepeatMode,
        planned.ReminderOffsets,
        planned.NagEvery is { } nag ? Durations.Text(nag) : null,
        planned.ContinuesId,
        planned.Source,
        planned.ExternalId,
        new EventMetadata(planned.Metadata.Tags),
        planned.Version,
        planned.CreatedAt,
        planned.UpdatedAt);

    public static EventResponse Of(Occurrence occurrence) => !Series.Repeats(occurrence.Event) ? Of(occurrence.Event) : Of(occurrence.Event) with
    {
        Title = occurrence.Title,
        Description = occurrence.Description,
        Status = occurrence.Status,
        OccurrenceAt = occurrence.At,
        Moved = occurrence.Moved,
        StartAt = occurrence.Start,
        EndAt = occurrence.End,
        DueAt = occurrence.Due,
    };
}

/// <param name="Tags">At most 20, of up to 50 characters each.</param>
public sealed record EventMetadata(IReadOnlyList<string>? Tags = null);

/// <summary>One change of an event.</summary>
/// <param name="FromStatus">Absent for its making.</param>
/// <param name="OccurrenceAt">The occurrence that changed; absent where the whole did.</param>
/// <param name="MovedFrom">The times before and after a postponement.</param>
public sealed record EventHistoryResponse(
    Guid Id,
    EventStatus? FromStatus,
    EventStatus ToStatus,
    DateTimeOffset ChangedAt,
    EventActor By,
    DateTimeOffset? OccurrenceAt,
    DateTimeOffset? MovedFrom,
    DateTimeOffset? MovedTo)
{
    public static EventHistoryResponse Of(EventHistory change) => new(
        change.Id, change.FromStatus, change.ToStatus, change.ChangedAt, change.By, change.Metadata.OccurrenceAt, change.Metadata.MovedFrom, change.Metadata.MovedTo);
}
