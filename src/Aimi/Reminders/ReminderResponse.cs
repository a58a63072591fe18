using Aimi.Hosting.Resources;

namespace Aimi.Reminders;

/// <summary>A reminder of one occurrence of an event, a task or a habit, or of a day, through one channel.</summary>
/// <param name="OccurrenceAt">When the thing itself takes place, or is due.</param>
/// <param name="TriggerAt">When it rings, or rang.</param>
/// <param name="Offset">How long before the thing it was planned for, ISO 8601; negative after it, as where one is asked again and again.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Title">Of the event or the habit; absent for the agenda, the check-in and a digest.</param>
public sealed record ReminderResponse(
    Guid Id,
    ReminderKind Kind,
    Guid? EventId,
    Guid? HabitId,
    DateTimeOffset OccurrenceAt,
    DateTimeOffset TriggerAt,
    string Offset,
    string Channel,
    ReminderStatus Status,
    int Attempts,
    string? Title,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static ReminderResponse Of(Reminder reminder) => new(
        reminder.Id,
        reminder.Kind,
        reminder.EventId,
        reminder.HabitId,
        reminder.OccurrenceAt,
        reminder.TriggerAt,
        Durations.Text(reminder.Offset),
        reminder.Channel,
        reminder.Status,
        reminder.Attempts,
        reminder.Payload.Title,
        reminder.CreatedAt,
        reminder.UpdatedAt);
}

/// <summary>One attempt to deliver a reminder.</summary>
/// <param name="LateByMs">Milliseconds after the time at which this attempt was due.</param>
/// <param name="Code">What the channel answered, such as an HTTP status; or why it was not sent: <c>too_late</c>, <c>superseded</c>, … <c>retried</c>: somebody asked for another try.</param>
/// <param name="Detail">The same in words.</param>
public sealed record ReminderLogResponse(int Attempt, DeliveryStatus Status, string Channel, DateTimeOffset SentAt, long LateByMs, string? Code, string? Detail)
{
    public static ReminderLogResponse Of(ReminderLog log) =>
        new(log.Attempt, log.Status, log.Channel, log.SentAt, log.LateByMs, log.Response.Code, log.Response.Detail);
}
