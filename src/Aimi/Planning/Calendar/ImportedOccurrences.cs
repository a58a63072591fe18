using Aimi.Accounts;
using Aimi.Data;

namespace Aimi.Planning.Calendar;

/// <summary>What a file says of single occurrences of a series: <c>EXDATE</c> and <c>RECURRENCE-ID</c>. Others stay as they are.</summary>
/// <param name="existing">What is stored already, by wall time.</param>
internal sealed class ImportedOccurrences(
    AimiDbContext database, PlannedEvent series, Dictionary<DateTime, EventOccurrence> existing, DateTimeOffset now)
{
    private bool _changed;

    /// <returns>Whether anything is different now.</returns>
    public bool Take(EntryGroup group)
    {
        // The clock of the series, for times that are written in another zone.
        var clock = group.Series ?? new CalendarEntry
        {
            Uid = group.Uid,
            Type = series.Type,
            Timezone = series.Timezone,
            AllDay = series.AllDay,
            WallTime = series.WallTime,
        };
        foreach (var leftOut in clock.LeftOut)
            Set(leftOut.WallIn(clock), EventStatus.Cancelled, start: null, end: null, due: null, title: null, description: null);
        foreach (var different in group.Different)
            Take(different, different.RecurrenceId!.Value.WallIn(clock));
        return _changed;
    }

    private void Take(CalendarEntry different, DateTime wall)
    {
        var shift = LocalTime.ToInstant(wall, series.Timezone) - (series.StartAt ?? series.DueAt);
        var status = different.Status is EventStatus.PendingConfirmation ? EventStatus.Planned : different.Status;
        if (status is EventStatus.Cancelled)
        {
            Set(wall, status, start: null, end: null, due: null, title: null, description: null);
            return;
        }

        var start = Unless(different.StartAt, series.StartAt + shift);
        Set(
            wall,
            status,
            start,
            Unless(different.EndAt, (different.StartAt ?? (series.StartAt + shift)) + (series.EndAt - series.StartAt)),
            Unless(different.DueAt, series.DueAt + shift),
            different.Title == series.Title ? null : different.Title,
            different.Description == series.Description ? null : different.Description);
    }

    private static DateTimeOffset? Unless(DateTimeOffset? said, DateTimeOffset? byRule) => said == byRule ? null : said;

    private void Set(
        DateTime wall, EventStatus status, DateTimeOffset? start, DateTimeOffset? end, DateTimeOffset? due, string? title, string? description)
    {
        if (!existing.TryGetValue(wall, out var occurrence))
        {
            if (status is EventStatus.Planned && (start, end, due, title, description) is (null, null, null, null, null))
                return;

            occurrence = new EventOccurrence
            {
                UserId = series.UserId,
                Id = Guid.CreateVersion7(now),
                EventId = series.Id,
                WallTime = wall,
                CreatedAt = now,
                UpdatedAt = now,
            };
            database.EventOccurrences.Add(occurrence);
            existing.Add(wall, occurrence);
            _changed = true;
        }

        // What the person has done with it here stays done.
        if (occurrence.Status == EventStatus.Planned || database.Entry(occurrence).State is Microsoft.EntityFrameworkCore.EntityState.Added)
            occurrence.Status = status;
        occurrence.StartAt = start;
        occurrence.EndAt = end;
        occurrence.DueAt = due;
        occurrence.Title = title;
        occurrence.Description = description;
        _changed |= database.Entry(occurrence).State is Microsoft.EntityFrameworkCore.EntityState.Modified;
    }
}
