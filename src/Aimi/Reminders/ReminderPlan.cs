namespace Aimi.Reminders;

/// <summary>A reminder that should be in the queue.</summary>
internal sealed record WantedReminder(ReminderKind Kind, DateTimeOffset OccurrenceAt, TimeSpan Offset, string Channel, ReminderPayload Payload)
{
    public DateTimeOffset TriggerAt => OccurrenceAt - Offset;

    /// <summary>What the queue holds once, of one event, habit or person.</summary>
    public (ReminderKind, DateTimeOffset, TimeSpan, string) Key => (Kind, OccurrenceAt, Offset, Channel);
}

/// <summary>A reminder that is in the queue, as far as planning looks at it.</summary>
internal sealed record QueuedReminder(
    Guid UserId, Guid Id, ReminderKind Kind, Guid? EventId, Guid? HabitId, DateTimeOffset OccurrenceAt, DateTimeOffset TriggerAt, TimeSpan Offset, string Channel,
    ReminderStatus Status, ReminderPayload Payload)
{
    public (ReminderKind, DateTimeOffset, TimeSpan, string) Key => (Kind, OccurrenceAt, Offset, Channel);

    /// <summary>It is still to be sent.</summary>
    public bool Waits => Status is ReminderStatus.Scheduled or ReminderStatus.Sending;

    public DateTimeOffset PlannedFor => OccurrenceAt - Offset;

    /// <summary>It was snoozed, or is tried again: it rings at another time than planned.</summary>
    public bool Moved => TriggerAt != PlannedFor;
}

/// <summary>What to do to the queue so that it holds what is wanted. What was sent, skipped, dismissed or given up stays as it is.</summary>
internal sealed record ReminderPlan(
    IReadOnlyList<WantedReminder> Add, IReadOnlyList<QueuedReminder> Remove, IReadOnlyList<(QueuedReminder Reminder, ReminderPayload Payload)> Update)
{
    /// <summary>So far ahead there are rows; a worker moves it on.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(14);

    /// <summary>The first moment to look at: of what is due and not sent yet, else now. What is due stays wanted until it is sent.</summary>
    public static DateTimeOffset From(IEnumerable<QueuedReminder> queued, DateTimeOffset now) =>
        queued.Where(reminder => reminder.Waits).Select(reminder => reminder.PlannedFor).Append(now).Min();

    /// <param name="stands">What a reminder that is not among the wanted says if it is to stay nevertheless; null where it goes.</param>
    public static ReminderPlan Of(
        IEnumerable<WantedReminder> wanted, IReadOnlyList<QueuedReminder> queued, DateTimeOffset now, Func<QueuedReminder, ReminderPayload?> stands)
    {
        var remove = new List<QueuedReminder>();
        var update = new List<(QueuedReminder, ReminderPayload)>();
        var byKey = wanted.DistinctBy(reminder => reminder.Key).ToDictionary(reminder => reminder.Key);
        foreach (var reminder in queued.Where(reminder => reminder.Waits))
        {
            var payload = byKey.TryGetValue(reminder.Key, out var same) ? same.Payload : stands(reminder);
            if (payload is null)
                remove.Add(reminder);
            else if (payload != reminder.Payload && reminder.Status is ReminderStatus.Scheduled)
                update.Add((reminder, payload));
        }

        foreach (var reminder in queued)
            byKey.Remove(reminder.Key);
        return new ReminderPlan([.. byKey.Values.Where(reminder => reminder.TriggerAt >= now)], remove, update);
    }
}
