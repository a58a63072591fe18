using System.Globalization;
using Aimi.Accounts;

namespace Aimi.Reminders;

/// <summary>The least that can be said of a reminder: what, and when.</summary>
internal static class DueText
{
    /// <remarks>Throws where a zone is none.</remarks>
    public static ReminderText Of(Reminder reminder, User person, DateTimeOffset now)
    {
        var wall = LocalTime.ToWall(reminder.OccurrenceAt, reminder.Payload.Timezone ?? person.Timezone);
        return new ReminderText(reminder.Payload.Title ?? "", wall.ToString("g", CultureInfo.GetCultureInfo(person.Locale)));
    }
}
