using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning.Calendar;

/// <summary>
/// Puts what a file says into the plans of a person. What the person did with an event here (done, dropped, put to a goal) stays; the file's title, text, times
/// and rule win.
/// </summary>
internal sealed class ImportedPlan(AimiDbContext database, Guid userId, string untitled, DateTimeOffset now)
{
    /// <summary>The event, where it is new or changed; null where it is neither, or was left out.</summary>
    public PlannedEvent? Take(EntryGroup group, PlannedEvent? known, ILookup<Guid, EventOccurrence> stored, ImportReport report)
    {
        if (group.Series is { } entry && known is not null && known.Type != entry.Type)
        {
            report.Skip(group.Uid, SkipReason.TypeChanged);
            return null;
        }

        if (known is null && group.Series is null)
        {
            report.Skip(group.Uid, SkipReason.SeriesMissing);
            return null;
        }

        var planned = known ?? Create(group.Series!);
        var existing = stored[planned.Id].ToDictionary(occurrence => occurrence.WallTime);
        if (known is not null && group.Series is { } newer)
            Update(known, newer, existing);

        var differs = planned.RepeatRule is not null && new ImportedOccurrences(database, planned, existing, now).Take(group);
        if (known is null)
        {
            report.Created();
            return planned;
        }

        var row = database.Entry(planned);
        if (row.State == EntityState.Unchanged && !differs)
        {
            report.Unchanged();
            return null;
        }

        // Where only an occurrence changed, the version of the series counts on all the same.
        row.State = EntityState.Modified;
        report.Updated();
        return planned;
    }

    private PlannedEvent Create(CalendarEntry entry)
    {
        var planned = new PlannedEvent
        {
            UserId = userId,
            Id = Guid.CreateVersion7(now),
            Type = entry.Type,
            Title = entry.Title ?? untitled,
            Status = IsOver(entry) ? EventStatus.Completed : entry.Status,
            Timezone = entry.Timezone,
            ReminderOffsets = entry.ReminderOffsets,
            Source = EventSource.External,
            ExternalId = entry.Uid,
            CreatedAt = now,
            UpdatedAt = now,
        };
        Describe(planned, entry);
        database.Events.Add(planned);
        Record(planned, from: null, new EventChangeDetails());
        return planned;
    }

    // Years of meetings are imported at once: of what is over nobody is asked how it went.
    private bool IsOver(CalendarEntry entry) =>
        entry is { Type: EventType.Event, Status: EventStatus.Planned, RepeatRule: null } && (entry.EndAt ?? entry.StartAt) < now;

    private void Update(PlannedEvent planned, CalendarEntry entry, Dictionary<DateTime, EventOccurrence> existing)
    {
        var (status, anchor) = (planned.Status, planned.StartAt ?? planned.DueAt);
        var series = (planned.WallTime, planned.RepeatRule, planned.Timezone, planned.AllDay);
        planned.Title = entry.Title ?? untitled;
        planned.Timezone = entry.Timezone;
        if (entry.ReminderOffsets is { } offsets && !offsets.SequenceEqual(planned.ReminderOffsets ?? [], StringComparer.Ordinal))
            planned.ReminderOffsets = offsets;
        if (entry.Status is EventStatus.Cancelled or EventStatus.Completed && status.MayBecome(entry.Status))
            planned.Status = entry.Status;
        Describe(planned, entry);

        // What was over and is put off takes place after all.
        var moved = anchor != entry.Anchor;
        if (moved && entry is { Type: EventType.Event, Status: EventStatus.Planned } && entry.Anchor > now && status is EventStatus.Completed or EventStatus.AwaitingFeedback)
            planned.Status = EventStatus.Planned;
        if (planned.Status != status || moved)
            Record(planned, status, moved ? new EventChangeDetails { MovedFrom = anchor, MovedTo = entry.Anchor } : new EventChangeDetails());

        // The rule gives other times now: what was different about the former ones is past.
        if (series != (planned.WallTime, planned.RepeatRule, planned.Timezone, planned.AllDay))
        {
            database.EventOccurrences.RemoveRange(existing.Values);
            existing.Clear();
        }
    }

    private static void Describe(PlannedEvent planned, CalendarEntry entry)
    {
        planned.Description = entry.Description;
        planned.StartAt = entry.StartAt;
        planned.EndAt = entry.EndAt;
        planned.DueAt = entry.DueAt;
        planned.WallTime = entry.WallTime;
        planned.AllDay = entry.AllDay;
        planned.Floating = entry.Floating;
        planned.RepeatRule = entry.RepeatRule;
        planned.Priority = entry.Priority ?? planned.Priority;
    }

    private void Record(PlannedEvent planned, EventStatus? from, EventChangeDetails details) => database.EventHistory.Add(new EventHistory
    {
        UserId = userId,
        Id = Guid.CreateVersion7(now),
        EventId = planned.Id,
        FromStatus = from,
        ToStatus = planned.Status,
        ChangedAt = now,
        By = EventActor.User,
        Metadata = details,
    });
}
