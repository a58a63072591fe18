using System.Linq.Expressions;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>The plan of an event or a habit, or, where it is neither, of a person's days.</summary>
/// <param name="Traceparent">The trace of its last change, for what is planned without one.</param>
internal sealed record PlannedSubject(Guid UserId, Guid? EventId, Guid? HabitId, ReminderPlan Plan, string? Traceparent = null);

/// <summary>The rows of <c>reminder_queue</c> as planning reads and writes them: a few statements for hundreds of plans.</summary>
internal sealed class PlannedRows(AimiDbContext database)
{
    // The moment of what takes the whole day is hours after its occurrence, which is at midnight.
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly ReminderStatus[] Waiting = [ReminderStatus.Scheduled, ReminderStatus.Sending];

    public Task<ILookup<Guid?, QueuedReminder>> OfEvents(
        IEnumerable<Guid> userIds, IEnumerable<Guid> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(row => row.EventId != null && ids.Contains(row.EventId.Value), row => row.EventId, userIds, now, cancellationToken);

    public Task<ILookup<Guid?, QueuedReminder>> OfHabits(
        IEnumerable<Guid> userIds, IEnumerable<Guid> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(row => row.HabitId != null && ids.Contains(row.HabitId.Value), row => row.HabitId, userIds, now, cancellationToken);

    /// <summary>Agendas and check-ins, by person.</summary>
    public Task<ILookup<Guid?, QueuedReminder>> OfDays(IEnumerable<Guid> userIds, DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(
            row => row.EventId == null && row.HabitId == null && (row.Kind == ReminderKind.Agenda || row.Kind == ReminderKind.CheckIn),
            row => row.UserId,
            userIds,
            now,
            cancellationToken);

    public async Task Write(DateTimeOffset now, IReadOnlyCollection<PlannedSubject> subjects, CancellationToken cancellationToken)
    {
        var removed = subjects.SelectMany(subject => subject.Plan.Remove).ToList();
        if (removed.Count > 0)
            await Waits(removed).ExecuteDeleteAsync(cancellationToken);

        foreach (var same in subjects.SelectMany(subject => subject.Plan.Update).GroupBy(update => update.Payload, update => update.Reminder))
        {
            await Waits([.. same]).Where(row => row.Status == ReminderStatus.Scheduled).ExecuteUpdateAsync(
                row => row.SetProperty(reminder => reminder.Payload, same.Key).SetProperty(reminder => reminder.UpdatedAt, now), cancellationToken);
        }

        var added = subjects.SelectMany(subject => subject.Plan.Add.Select(wanted => Row(subject, wanted, now))).ToList();
        await database.AddMissing(added, cancellationToken);
    }

    // What a worker has sent since it was read is not touched any more; one that it is just sending goes, and its lease with it.
    private IQueryable<Reminder> Waits(List<QueuedReminder> reminders)
    {
        var (userIds, ids) = (reminders.Select(reminder => reminder.UserId).Distinct().ToList(), reminders.Select(reminder => reminder.Id).ToList());
        return database.Reminders.Where(row => userIds.Contains(row.UserId) && ids.Contains(row.Id) && Waiting.Contains(row.Status));
    }

    private async Task<ILookup<Guid?, QueuedReminder>> Read(
        Expression<Func<Reminder, bool>> mine, Func<QueuedReminder, Guid?> subject, IEnumerable<Guid> userIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Day;
        var rows = await database.Reminders
            .Where(row => userIds.Contains(row.UserId) && (Waiting.Contains(row.Status) || row.OccurrenceAt >= since))
            .Where(mine)
            .Select(row => new QueuedReminder(
                row.UserId, row.Id, row.Kind, row.EventId, row.HabitId, row.OccurrenceAt, row.TriggerAt, row.Offset, row.Channel, row.Status, row.Payload))
            .ToListAsync(cancellationToken);
        return rows.ToLookup(subject);
    }

    private static Reminder Row(PlannedSubject subject, WantedReminder wanted, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new Reminder
        {
            UserId = subject.UserId,
            Id = id,
            Kind = wanted.Kind,
            EventId = subject.EventId,
            HabitId = subject.HabitId,
            OccurrenceAt = wanted.OccurrenceAt,
            TriggerAt = wanted.TriggerAt,
            Offset = wanted.Offset,
            Channel = wanted.Channel,
            DedupeKey = id.ToString("N"),
            Payload = wanted.Payload,
            Traceparent = Spans.Carried ?? subject.Traceparent,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
