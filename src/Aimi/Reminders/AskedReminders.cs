using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Reminders that a person asks for one by one. Each is an offset of an event's own, or a task, so that it stays when reminders are planned anew.
/// </summary>
public sealed class AskedReminders(AimiDbContext database, EventRepository events, ReminderRepository reminders, TimeProvider time)
{
    private static readonly ReminderRefusal NoEvent = ReminderRefusal.Invalid("event_id", "There is no such event or task.");
    private static readonly ReminderRefusal Passed = ReminderRefusal.Nothing("The time for it has passed, or the event is over.");
    private static readonly ReminderRefusal NoChannel = ReminderRefusal.Nothing("The person has no channel to be reminded through.");

    /// <summary>Reminds of an event or a task at that offset too.</summary>
    /// <param name="text">As an event has it: a duration or an instant.</param>
    public Task<AskedReminder> Of(Guid userId, Guid eventId, string text, CancellationToken cancellationToken) =>
        AllOrNothing(
            async () =>
            {
                if (await events.Find(userId, eventId, cancellationToken) is not { } planned)
                    return NoEvent;
                if (!ReminderOffset.TryRead(text, out var offset))
                    return ReminderRefusal.Invalid("offset", "An ISO 8601 duration up to P28D, such as PT15M.");
                if (EventReminders.Next(planned, await events.Differences(userId, eventId, cancellationToken), offset, time.GetUtcNow()) is not { } next)
                    return Passed;

                var own = EventReminders.OffsetsOf(planned, await Preferences(userId, cancellationToken));
                if (planned.ReminderOffsets is null || !ReminderOffset.Read(own).Contains(offset))
                {
                    if (own.Count >= EventRules.MaxOffsets)
                        return new ReminderRefusal(422, EventRefusal.TooMany, "An event has at most 10 offsets. Take one of its reminder_offsets away first.");

                    var patch = new EventPatch { ReminderOffsets = new([.. own, text]) };
                    var change = await events.Change(new EventTarget(userId, eventId), patch, EventActor.User, ifVersion: null, cancellationToken);
                    if (Refusal(change) is { } refusal)
                        return refusal;
                }

                return await Planned(planned, next.OccurrenceAt, next.Offset, cancellationToken);
            },
            cancellationToken);

    /// <summary>Makes a task that is due, and reminded of, at that time.</summary>
    /// <param name="id">Of the task, where a client gave it.</param>
    public Task<AskedReminder> Of(Guid userId, string title, DateTimeOffset at, Guid? id, CancellationToken cancellationToken) =>
        AllOrNothing(
            async () =>
            {
                var zone = await events.ZoneOf(userId, cancellationToken);
                var request = new CreateTaskRequest(title) { Id = id, DueAt = at, ReminderOffsets = ["PT0S"] };
                var task = request.Planned(userId, EventType.Task, zone, nagEvery: null, time.GetUtcNow());
                return at < time.GetUtcNow() ? Passed
                    : Refusal(await (id is null ? events.Add(task, EventActor.User, cancellationToken) : events.AddOnce(task, EventActor.User, cancellationToken))) is { } refusal ? refusal
                    : await Planned(task, at, TimeSpan.Zero, cancellationToken);
            },
            cancellationToken);

    // The row that planning made of it, or that was there: it rings then, also if it was dismissed or put off.
    private async Task<AskedReminder> Planned(PlannedEvent planned, DateTimeOffset occurrenceAt, TimeSpan offset, CancellationToken cancellationToken)
    {
        if ((await Preferences(planned.UserId, cancellationToken)).Channels.Count == 0)
            return NoChannel;
        if (occurrenceAt - offset >= time.GetUtcNow() + ReminderPlan.Horizon)
            return new AskedReminder(Reminder: null, planned, Refusal: null);

        var rows = await database.Reminders.AsNoTracking()
            .Where(row => row.UserId == planned.UserId && row.EventId == planned.Id && row.Kind == ReminderKind.Event)
            .Where(row => row.OccurrenceAt == occurrenceAt && row.Offset == offset)
            .OrderBy(row => row.Channel)
            .ToListAsync(cancellationToken);
        foreach (var row in rows.Where(row => row.Status is not (ReminderStatus.Scheduled or ReminderStatus.Sending) || row.TriggerAt != occurrenceAt - offset))
            await reminders.Renew(row, cancellationToken);
        return rows.Count == 0 ? Passed : new AskedReminder(await reminders.Find(planned.UserId, rows[0].Id, cancellationToken), planned, Refusal: null);
    }

    private async Task<ReminderPreferences> Preferences(Guid userId, CancellationToken cancellationToken) =>
        ReminderPreferences.Of(await database.Users.AsNoTracking().SingleAsync(user => user.Id == userId, cancellationToken));

    private static ReminderRefusal? Refusal(EventChange change) => change switch
    {
        { Result: EventChangeResult.Changed or EventChangeResult.Known } => null,
        { Result: EventChangeResult.IdTaken } => new ReminderRefusal(409, Code: null, "The id is that of another task."),
        { Result: EventChangeResult.VersionConflict } => new ReminderRefusal(412, Code: null, "The event was changed in this moment. Try again."),
        { Refusal: { Field: { } field } refusal } => ReminderRefusal.Invalid(field, refusal.Detail),
        { Refusal: { } refusal } => new ReminderRefusal(422, refusal.Code, refusal.Detail),
        _ => NoEvent,
    };

    // What is refused leaves nothing behind; where a transaction was open, whoever opened it does not commit it then.
    private async Task<AskedReminder> AllOrNothing(Func<Task<AskedReminder>> work, CancellationToken cancellationToken)
    {
        await using var own = database.Database.CurrentTransaction is null ? await database.Database.BeginTransactionAsync(cancellationToken) : null;
        var asked = await work();
        if (own is not null && asked.Refusal is null)
            await own.CommitAsync(CancellationToken.None);
        return asked;
    }
}

/// <summary>What came of asking for a reminder.</summary>
/// <param name="Reminder">Null where its time is farther ahead than reminders are planned: it will be there then.</param>
/// <param name="Event">The event, or the task, that asks for it.</param>
public sealed record AskedReminder(Reminder? Reminder, PlannedEvent? Event, ReminderRefusal? Refusal)
{
    public static implicit operator AskedReminder(ReminderRefusal refusal) => new(null, null, refusal);
}
