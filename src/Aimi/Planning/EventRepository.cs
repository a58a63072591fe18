using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>A person's tasks and events. Every change writes its row of the history with it; a transaction that is open is joined.</summary>
public sealed class EventRepository(AimiDbContext database, TimeProvider time)
{
    // What still can happen, and so can be due.
    private static readonly EventStatus[] Open = [EventStatus.Planned, EventStatus.PendingConfirmation];

    public async Task Add(PlannedEvent planned, EventActor by, CancellationToken cancellationToken)
    {
        database.Events.Add(planned);
        Record(planned, from: null, by, new EventChangeDetails());
        await database.SaveChangesAsync(cancellationToken);
    }

    public Task<PlannedEvent?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.Events.SingleOrDefaultAsync(planned => planned.UserId == userId && planned.Id == id, cancellationToken);

    /// <summary>What is open and begins, or is due, from <paramref name="from"/> until before <paramref name="to"/>, the earliest first.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> DueWithin(Guid userId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await OpenFrom(userId, from).Where(planned => (planned.StartAt ?? planned.DueAt) < to).ToListAsync(cancellationToken);

    /// <summary>The next <paramref name="count"/> that are open and begin, or are due, at or after <paramref name="from"/>.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> Upcoming(Guid userId, DateTimeOffset from, int count, CancellationToken cancellationToken) =>
        await OpenFrom(userId, from).Take(count).ToListAsync(cancellationToken);

    /// <summary>Those that are over, of which Aimi asked how they went, the oldest first.</summary>
    public async Task<IReadOnlyList<PlannedEvent>> AwaitingFeedback(Guid userId, CancellationToken cancellationToken) =>
        await database.Events
            .Where(planned => planned.UserId == userId && planned.Status == EventStatus.AwaitingFeedback)
            .OrderBy(planned => planned.StartAt ?? planned.DueAt)
            .ThenBy(planned => planned.Id)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<EventHistory>> History(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await database.EventHistory
            .Where(change => change.UserId == userId && change.EventId == id)
            .OrderBy(change => change.ChangedAt)
            .ThenBy(change => change.Id)
            .ToListAsync(cancellationToken);

    public Task<EventChange> Confirm(Guid userId, Guid id, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        MoveTo(EventStatus.Planned, userId, id, by, ifVersion, cancellationToken);

    public Task<EventChange> AskForFeedback(Guid userId, Guid id, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        MoveTo(EventStatus.AwaitingFeedback, userId, id, by, ifVersion, cancellationToken);

    public Task<EventChange> Complete(Guid userId, Guid id, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        MoveTo(EventStatus.Completed, userId, id, by, ifVersion, cancellationToken);

    public Task<EventChange> Cancel(Guid userId, Guid id, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        MoveTo(EventStatus.Cancelled, userId, id, by, ifVersion, cancellationToken);

    /// <summary>
    /// Moves it to another time: what begins keeps its length, what is due is due then. What awaited feedback is planned again;
    /// what is completed or cancelled is refused.
    /// </summary>
    public Task<EventChange> PostponeTo(
        Guid userId, Guid id, DateTimeOffset until, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(
            userId,
            id,
            by,
            ifVersion,
            planned =>
            {
                if (planned.Status is EventStatus.Completed or EventStatus.Cancelled)
                    return null;

                var details = new EventChangeDetails { MovedFrom = planned.StartAt ?? planned.DueAt, MovedTo = until };
                if (planned.StartAt is { } start)
                {
                    planned.EndAt += until - start;
                    planned.DueAt += until - start;
                    planned.StartAt = until;
                }
                else
                {
                    planned.DueAt = until;
                }

                if (planned.Status is EventStatus.AwaitingFeedback)
                    planned.Status = EventStatus.Planned;
                return details;
            },
            cancellationToken);

    private Task<EventChange> MoveTo(
        EventStatus status, Guid userId, Guid id, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(
            userId,
            id,
            by,
            ifVersion,
            planned =>
            {
                if (!planned.Status.MayBecome(status))
                    return null;

                planned.Status = status;
                return new EventChangeDetails();
            },
            cancellationToken);

    private IQueryable<PlannedEvent> OpenFrom(Guid userId, DateTimeOffset from) =>
        database.Events
            .Where(planned => planned.UserId == userId && Open.Contains(planned.Status) && (planned.StartAt ?? planned.DueAt) >= from)
            .OrderBy(planned => planned.StartAt ?? planned.DueAt)
            .ThenBy(planned => planned.Id);

    // The one way in which an event changes: its row, its version and its history, together or not at all.
    private async Task<EventChange> Change(
        Guid userId, Guid id, EventActor by, long? ifVersion, Func<PlannedEvent, EventChangeDetails?> change, CancellationToken cancellationToken)
    {
        var planned = await Find(userId, id, cancellationToken);
        if (planned is null)
            return new EventChange(EventChangeResult.NotFound, null);
        if (ifVersion is { } version && version != planned.Version)
            return new EventChange(EventChangeResult.VersionConflict, planned);

        var from = planned.Status;
        if (change(planned) is not { } details)
            return new EventChange(EventChangeResult.NotAllowed, planned);

        var record = Record(planned, from, by, details);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return new EventChange(EventChangeResult.Changed, planned);
        }
        catch (DbUpdateConcurrencyException)
        {
            database.Entry(record).State = EntityState.Detached;
            await database.Entry(planned).ReloadAsync(cancellationToken);
            return database.Entry(planned).State is EntityState.Detached
                ? new EventChange(EventChangeResult.NotFound, null)
                : new EventChange(EventChangeResult.VersionConflict, planned);
        }
    }

    private EventHistory Record(PlannedEvent planned, EventStatus? from, EventActor by, EventChangeDetails details) =>
        database.EventHistory.Add(new EventHistory
        {
            UserId = planned.UserId,
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            EventId = planned.Id,
            FromStatus = from,
            ToStatus = planned.Status,
            ChangedAt = time.GetUtcNow(),
            By = by,
            Metadata = details,
        }).Entity;
}

/// <summary>What came of the wish to change an event.</summary>
public enum EventChangeResult
{
    Changed,
    NotFound,

    /// <summary>It changed since it was read; nothing was written.</summary>
    VersionConflict,

    /// <summary>Its status does not allow it; nothing was written.</summary>
    NotAllowed,
}

/// <summary>An event as it stands after the wish to change it; null where there is none.</summary>
public sealed record EventChange(EventChangeResult Result, PlannedEvent? Event);
