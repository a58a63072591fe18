using Aimi.Data;
using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Reminders;

/// <summary>The rows that a delivered reminder leaves behind.</summary>
internal static class ReminderEffects
{
    /// <summary>As long as the column of a notification's title.</summary>
    private const int TitleLength = 500;

    public static NewMessage Message(Reminder reminder, ReminderText text, DateTimeOffset now)
    {
        var (type, id) = Subject(reminder);
        return new NewMessage(
            reminder.UserId,
            Guid.CreateVersion7(now),
            MessageRole.Assistant,
            text.Body.Length == 0 ? text.Title : $"{text.Title}\n{text.Body}",
            ClientMessageId: null,
            ReplyTo: null,
            new MessageMetadata { Entity = new LinkedEntity(type, id, reminder.Id) },
            NewSessionId: Guid.CreateVersion7(now),
            EndsSession: false,
            HandTurnTo: null);
    }

    public static Notification Notification(Reminder reminder, ReminderText text, DateTimeOffset now)
    {
        var (type, id) = Subject(reminder);
        return new Notification
        {
            UserId = reminder.UserId,
            Id = Guid.CreateVersion7(now),
            Kind = reminder.Kind is ReminderKind.Event or ReminderKind.Habit ? "reminder" : EnumColumns.Word(reminder.Kind.ToString()),
            Title = text.Title.Length <= TitleLength ? text.Title : text.Title[..TitleLength],
            Body = text.Body,
            EntityType = type,
            EntityId = id,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    /// <summary>Gives a reminder its last status, and the row that tells of it.</summary>
    public static ReminderLog Ended(Reminder reminder, ReminderStatus status, DeliveryResponse response, DateTimeOffset now)
    {
        // An attempt outside was counted when it began.
        if (reminder.Status != ReminderStatus.Sending || reminder.LeaseToken is null)
            reminder.Attempts++;
        reminder.Status = status;
        return new ReminderLog
        {
            UserId = reminder.UserId,
            Id = Guid.CreateVersion7(now),
            ReminderId = reminder.Id,
            Attempt = reminder.Attempts,
            SentAt = now,
            Status = status switch
            {
                ReminderStatus.Sent => DeliveryStatus.Sent,
                ReminderStatus.Skipped => DeliveryStatus.Skipped,
                _ => DeliveryStatus.Failed,
            },
            Channel = reminder.Channel,
            Response = response,
            LateByMs = (long)(now - reminder.TriggerAt).TotalMilliseconds,
        };
    }

    /// <summary>What it is about, as the contract names it.</summary>
    public static (string? Type, Guid? Id) Subject(Reminder reminder) => reminder switch
    {
        { EventId: { } planned } => (reminder.Payload.Due ? "task" : "event", planned),
        { HabitId: { } habit } => ("habit", habit),
        _ => (null, null),
    };
}
