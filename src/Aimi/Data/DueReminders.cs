using System.Data.Common;
using System.Text.Json;
using Aimi.Reminders;

namespace Aimi.Data;

/// <summary>The row of a due reminder, as both databases' claims give it.</summary>
internal static class DueReminders
{
    /// <param name="instant">Reads an instant of a column.</param>
    public static DueReminder Read(DbDataReader row, Func<int, DateTimeOffset> instant)
    {
        ReminderPayload? payload = null;
        try
        {
            payload = JsonSerializer.Deserialize<ReminderPayload>(row.GetString(14), DocumentColumns.Json);
        }
        catch (JsonException)
        {
            // Its trouble alone: the worker gives it up.
        }

        var reminder = new Reminder
        {
            UserId = row.GetGuid(0),
            Id = row.GetGuid(1),
            Kind = EnumColumns.Read<ReminderKind>(row.GetString(2)),
            EventId = row.IsDBNull(3) ? null : row.GetGuid(3),
            HabitId = row.IsDBNull(4) ? null : row.GetGuid(4),
            OccurrenceAt = instant(5),
            TriggerAt = instant(6),
            Offset = TimeSpan.FromSeconds(row.GetInt64(7)),
            Channel = row.GetString(8),
            Status = EnumColumns.Read<ReminderStatus>(row.GetString(9)),
            Attempts = row.GetInt32(10),
            DedupeKey = row.GetString(11),
            CreatedAt = instant(12),
            UpdatedAt = instant(13),
            Payload = payload ?? new ReminderPayload(),
            Traceparent = row.IsDBNull(16) ? null : row.GetString(16),
        };
        return new DueReminder(reminder, row.GetBoolean(15), Unreadable: payload is null);
    }
}
