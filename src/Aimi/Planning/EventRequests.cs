using Aimi.Hosting.Resources;

namespace Aimi.Planning;

/// <summary>What tasks and events have in common when they are made.</summary>
/// <param name="Title">1 to 500 characters.</param>
public abstract record PlanRequest(string Title)
{
    /// <summary>Made by the client, any UUID but the nil one; absent: made here. The same id with the same content again is answered with 200.</summary>
    public Guid? Id { get; init; }

    /// <summary>Up to 8,000 characters.</summary>
    public string? Description { get; init; }
    public Guid? GoalId { get; init; }
    public DateTimeOffset? StartAt { get; init; }
    public DateTimeOffset? EndAt { get; init; }
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>It takes whole days: its times are the midnights of their days in its zone, the end is the midnight after the last.</summary>
    public bool AllDay { get; init; }

    /// <summary>IANA name; the person's own where it is absent.</summary>
    public string? Timezone { get; init; }

    /// <summary>It goes with the person to another zone; absent: what takes whole days does.</summary>
    public bool? Floating { get; init; }

    /// <summary>1 (least) to 5.</summary>
    public int Priority { get; init; } = 3;

    /// <summary>RFC 5545 RRULE, up to 500 characters and 500 occurrences in 14 days.</summary>
    public string? RepeatRule { get; init; }
    public RepeatMode RepeatMode { get; init; }

    /// <summary>At most 10: how long before, ISO 8601 up to P28D, or RFC 3339 times; absent follows the person's settings, empty never reminds.</summary>
    public IReadOnlyList<string>? ReminderOffsets { get; init; }
    public EventMetadata? Metadata { get; init; }

    internal PlannedEvent Planned(Guid userId, EventType type, string zone, TimeSpan? nagEvery, DateTimeOffset now) => new()
    {
        UserId = userId,
        Id = Id ?? Guid.CreateVersion7(now),
        GoalId = GoalId,
        Type = type,
        Title = Title,
        Description = Description,
        StartAt = StartAt,
        EndAt = EndAt,
        DueAt = DueAt,
        AllDay = AllDay,
        Floating = Floating ?? AllDay,
        Timezone = Timezone ?? zone,
        Priority = Priority,
        RepeatRule = RepeatRule,
        RepeatMode = RepeatMode,
        ReminderOffsets = ReminderOffsets is null ? null : [.. ReminderOffsets],
        NagEvery = nagEvery,
        Source = EventSource.User,
        Metadata = new PlanMetadata { Tags = Metadata?.Tags },
        CreatedAt = now,
        UpdatedAt = now,
    };
}

/// <summary>A new event.</summary>
public sealed record CreateEventRequest(string Title) : PlanRequest(Title)
{
    /// <summary><c>event</c> or <c>follow_up</c>.</summary>
    public EventType Type { get; init; } = EventType.Event;
}

/// <summary>A new task.</summary>
public sealed record CreateTaskRequest(string Title) : PlanRequest(Title)
{
    /// <summary>From its time on, remind again this often until it is done: PT5M to P1D.</summary>
    public string? NagEvery { get; init; }
}

/// <summary>A merge patch of an event. <c>start_at</c> moves the end and the deadline along, unless they are given too.</summary>
public record PatchEventRequest
{
    public Patched<string> Title { get; init; }
    public Patched<string> Description { get; init; }
    public Patched<Guid?> GoalId { get; init; }
    public Patched<DateTimeOffset?> StartAt { get; init; }
    public Patched<DateTimeOffset?> EndAt { get; init; }
    public Patched<DateTimeOffset?> DueAt { get; init; }
    public Patched<bool?> AllDay { get; init; }
    public Patched<string> Timezone { get; init; }
    public Patched<bool?> Floating { get; init; }
    public Patched<int?> Priority { get; init; }
    public Patched<string> RepeatRule { get; init; }
    public Patched<RepeatMode?> RepeatMode { get; init; }
    public Patched<string[]> ReminderOffsets { get; init; }
    public Patched<PatchedMetadata> Metadata { get; init; }

    internal EventPatch Patch() => new()
    {
        Title = Title,
        Description = Description,
        GoalId = GoalId,
        StartAt = StartAt,
        EndAt = EndAt,
        DueAt = DueAt,
        AllDay = AllDay,
        Timezone = Timezone,
        Floating = Floating,
        Priority = Priority,
        RepeatRule = RepeatRule,
        RepeatMode = RepeatMode,
        ReminderOffsets = ReminderOffsets,
        Tags = Metadata is { IsGiven: true, Value: null } ? new(null) : Metadata.Value?.Tags ?? default,
    };
}

/// <summary>A merge patch of a task.</summary>
public sealed record PatchTaskRequest : PatchEventRequest
{
    public Patched<string> NagEvery { get; init; }
}

public sealed record PatchedMetadata
{
    public Patched<IReadOnlyList<string>> Tags { get; init; }
}

/// <summary>Which one of a series; nothing for what happens once.</summary>
/// <param name="OccurrenceAt">The <c>occurrence_at</c> of the one that is meant.</param>
/// <param name="Scope">Where an occurrence is named: it alone, unless this says otherwise.</param>
public record EventActionRequest(DateTimeOffset? OccurrenceAt = null, SeriesScope? Scope = null);

/// <param name="Until">When it is to start, or to be due.</param>
public sealed record PostponeRequest(DateTimeOffset Until, DateTimeOffset? OccurrenceAt = null, SeriesScope? Scope = null) : EventActionRequest(OccurrenceAt, Scope);
