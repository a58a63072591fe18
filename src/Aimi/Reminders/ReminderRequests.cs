namespace Aimi.Reminders;

/// <summary>A new reminder: of an event or a task, with <c>event_id</c>; or of something by itself, with <c>title</c>.</summary>
/// <param name="EventId">An event or a task; with <c>at</c> or <c>offset</c>.</param>
/// <param name="Title">What to remind of: it becomes a task that is due at <c>at</c>. 1 to 500 characters.</param>
/// <param name="At">When to remind.</param>
/// <param name="Offset">How long before each occurrence of the event: ISO 8601, up to P28D.</param>
/// <param name="Id">With <c>title</c>: the id of the task that it becomes, made by the client; any UUID but the nil one.</param>
public sealed record CreateReminderRequest(Guid? EventId = null, string? Title = null, DateTimeOffset? At = null, string? Offset = null, Guid? Id = null);

/// <param name="TriggerAt">When it is to ring: a time to come, within a year.</param>
public sealed record PatchReminderRequest(DateTimeOffset TriggerAt);

/// <summary>One of the two.</summary>
/// <param name="Until">A time to come, within a year.</param>
/// <param name="Minutes">From now: 1 to 10080, which is a week.</param>
public sealed record SnoozeRequest(DateTimeOffset? Until = null, int? Minutes = null);
