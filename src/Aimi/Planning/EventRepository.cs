using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>
/// A person's tasks and events. Every change writes its row of the history with it and is told to the <see cref="PlanWatchers"/> in the same transaction; one
/// that is open is joined.
/// </summary>
public sealed partial class EventRepository(AimiDbContext database, PlanWatchers watchers, TimeProvider time)
{
    /// <summary>Tasks and events of a person that are not done and not dropped; a series is one.</summary>
    public const int MaxOpen = 10_000;

    // What still can happen, and so can be due.
    private static readonly EventStatus[] Open = [EventStatus.Planned, EventStatus.PendingConfirmation];

    // How far back an occurrence may lie that "done" without a word of which one can mean.
    private static readonly TimeSpan[] OverdueFor = [TimeSpan.FromDays(14), TimeSpan.FromDays(400)];

    /// <summary>Adds what is new; its times are put in order by its zone.</summary>
    public Task<EventChange> Add(PlannedEvent planned, EventActor by, CancellationToken cancellationToken) =>
        InTurn(planned.UserId, () => AddNew(planned, by, cancellationToken), cancellationToken);

    /// <summary>As <see cref="Add"/>, of one that a client gave its id: what is there by that id is answered, if it says the same or was changed since it was made.</summary>
    public Task<EventChange> AddOnce(PlannedEvent planned, EventActor by, CancellationToken cancellationToken) =>
        InTurn(
            planned.UserId,
            async () =>
            {
                if (await Find(planned.UserId, planned.Id, cancellationToken) is not { } known)
                    return await AddNew(planned, by, cancellationToken);
                if (EventRules.Settle(planned) is { } refusal)
                    return new EventChange(EventChangeResult.Refused, null, refusal);

                var isSame = known.Type == planned.Type && (known.Version > 1 || database.SaysTheSame(known, planned));
                return new EventChange(isSame ? EventChangeResult.Known : EventChangeResult.IdTaken, known);
            },
            cancellationToken);

    public Task<EventChange> Confirm(EventTarget target, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(target, by, ifVersion, edit => edit.MoveTo(EventStatus.Planned), cancellationToken);

    public Task<EventChange> AskForFeedback(EventTarget target, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(target, by, ifVersion, edit => edit.MoveTo(EventStatus.AwaitingFeedback), cancellationToken);

    /// <summary>
    /// It is done. A series without a word of which one: the last that is open and due by now, else the next. What repeats after completion goes on to its next
    /// time.
    /// </summary>
    public Task<EventChange> Complete(EventTarget target, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(target, by, ifVersion, edit => edit.Complete(), cancellationToken, currentOne: true);

    /// <summary>Drops the whole, skips one, or ends a series before one.</summary>
    public Task<EventChange> Cancel(EventTarget target, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(target, by, ifVersion, edit => edit.Cancel(), cancellationToken);

    /// <summary>
    /// Moves it to another time: what begins keeps its length, what is due is due then. What awaited feedback is planned again; what is completed or cancelled
    /// is refused. Of a series without a word of which one, the same one is meant as by <see cref="Complete"/>.
    /// </summary>
    public Task<EventChange> PostponeTo(EventTarget target, DateTimeOffset until, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(target, by, ifVersion, edit => edit.Postpone(until), cancellationToken, currentOne: true);

    public Task<EventChange> Change(EventTarget target, EventPatch patch, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        Change(target, by, ifVersion, edit => edit.Change(patch), cancellationToken);

    /// <summary>Deletes the whole with its history; of a series, one or all later ones are cancelled instead.</summary>
    public Task<EventChange> Delete(EventTarget target, EventActor by, long? ifVersion, CancellationToken cancellationToken) =>
        target.EffectiveScope is not SeriesScope.All
            ? Cancel(target, by, ifVersion, cancellationToken)
            : InTurn(
                target.UserId,
                async () =>
                {
                    if (await Find(target.UserId, target.Id, cancellationToken) is not { } planned)
                        return new EventChange(EventChangeResult.NotFound, null);
                    if (ifVersion is { } version && version != planned.Version)
                        return new EventChange(EventChangeResult.VersionConflict, planned);

                    database.Events.Remove(planned);
                    if (!await Saved(cancellationToken))
                        return await Conflict(target, cancellationToken);

                    await watchers.Tell(
                        new PlanChange(target.UserId) { DeletedEvents = [planned.Id], Goals = planned.GoalId is { } goal ? [goal] : [] }, cancellationToken);
                    return new EventChange(EventChangeResult.Changed, planned);
                },
                cancellationToken);

    // The one way in which an event changes: its rows, its version, its history and what follows from it, together or not at all.
    private Task<EventChange> Change(
        EventTarget target, EventActor by, long? ifVersion, Func<EventEdit, EventRefusal?> change, CancellationToken cancellationToken, bool currentOne = false) =>
        InTurn(
            target.UserId,
            async () =>
            {
                if (await Find(target.UserId, target.Id, cancellationToken) is not { } planned)
                    return new EventChange(EventChangeResult.NotFound, null);
                if (ifVersion is { } version && version != planned.Version)
                    return new EventChange(EventChangeResult.VersionConflict, planned);

                var differences = (await Differences(target.UserId, target.Id, cancellationToken)).ToList();
                var occurrence = target.OccurrenceAt is { } at ? Series.Find(planned, differences, at)
                    : currentOne && target.EffectiveScope is SeriesScope.All && target.Scope is null ? Current(planned, differences)
                    : null;
                if (target.OccurrenceAt is not null && occurrence is null)
                    return new EventChange(EventChangeResult.NotFound, planned);

                var scope = target.OccurrenceAt is null && occurrence is not null ? SeriesScope.This : target.EffectiveScope;
                var edit = new EventEdit(planned, differences, Series.Repeats(planned) ? occurrence : null, scope, time.GetUtcNow());
                var goal = planned.GoalId;
                if ((change(edit) ?? (planned.GoalId == goal ? null : await ForeignGoal(planned, cancellationToken))) is { } refusal)
                {
                    await Restore(cancellationToken);
                    var result = refusal.Code == EventRefusal.TransitionNotAllowed ? EventChangeResult.NotAllowed : EventChangeResult.Refused;
                    return new EventChange(result, planned, refusal);
                }

                Keep(edit, planned, by);
                if (!await Saved(cancellationToken))
                    return await Conflict(target, cancellationToken);

                var continued = edit.Continuation ?? planned;
                await Tell(planned.UserId, edit.Continuation is { } later ? [planned, later] : [planned], [goal, planned.GoalId, continued.GoalId], cancellationToken);
                return new EventChange(EventChangeResult.Changed, continued, Occurrence: await Again(planned, occurrence, scope, cancellationToken));
            },
            cancellationToken);

    // The person before the event, the event before its reminders: whoever changes plans takes them in this order, so that no two wait for each other.
    private async Task<EventChange> AddNew(PlannedEvent planned, EventActor by, CancellationToken cancellationToken)
    {
        if ((EventRules.Settle(planned) ?? await ForeignGoal(planned, cancellationToken) ?? await TooMany(planned, cancellationToken)) is { } refusal)
            return new EventChange(EventChangeResult.Refused, null, refusal);

        planned.Traceparent = Spans.Carried;
        database.Events.Add(planned);
        Record(planned, from: null, planned.Status, by, new EventChangeDetails());
        await database.SaveChangesAsync(cancellationToken);
        await Tell(planned.UserId, [planned], [planned.GoalId], cancellationToken);
        return new EventChange(EventChangeResult.Changed, planned);
    }

    private Task<EventChange> InTurn(Guid userId, Func<Task<EventChange>> work, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                return await work();
            },
            cancellationToken);

    private void Keep(EventEdit edit, PlannedEvent planned, EventActor by)
    {
        database.EventOccurrences.RemoveRange(edit.Removed.Where(row => database.Entry(row).State is not EntityState.Detached));
        database.EventOccurrences.AddRange(edit.Added);
        Record(planned, edit.From, edit.To, by, edit.Details);

        // What a worker notes of it is no wish of the person's.
        if (by is not EventActor.Worker)
            planned.Traceparent = Spans.Carried;
        if (edit.Continuation is { } later)
        {
            later.Traceparent = planned.Traceparent;
            database.Events.Add(later);
            Record(later, from: null, later.Status, by, new EventChangeDetails { OccurrenceAt = later.StartAt ?? later.DueAt });
        }

        // Where only an occurrence changed it is a new version all the same.
        database.Entry(planned).Property(row => row.UpdatedAt).IsModified = true;
    }

    // The occurrence as it is now; it keeps its name where it was moved.
    private async Task<Occurrence?> Again(PlannedEvent planned, Occurrence? occurrence, SeriesScope scope, CancellationToken cancellationToken) =>
        scope is SeriesScope.This && occurrence is not null && Series.Repeats(planned)
            ? Series.Find(planned, await Differences(planned.UserId, planned.Id, cancellationToken), occurrence.At)
            : null;

    private Occurrence? Current(PlannedEvent planned, List<EventOccurrence> differences)
    {
        if (!Series.Repeats(planned))
            return null;

        var now = time.GetUtcNow();
        foreach (var span in OverdueFor)
        {
            if (Series.Between(planned, differences, now - span, now.AddTicks(1)).LastOrDefault(occurrence => occurrence.IsOpen) is { } due)
                return due;
        }

        return Series.Between(planned, differences, now, now.AddYears(RecurrenceRule.YearsToFirst)).FirstOrDefault(occurrence => occurrence.IsOpen);
    }

    private async Task<EventRefusal?> ForeignGoal(PlannedEvent planned, CancellationToken cancellationToken) =>
        planned.GoalId is { } goalId && !await database.Goals.AnyAsync(goal => goal.UserId == planned.UserId && goal.Id == goalId, cancellationToken)
            ? EventRefusal.Invalid("goal_id", "There is no such goal.")
            : null;

    private async Task<EventRefusal?> TooMany(PlannedEvent planned, CancellationToken cancellationToken) =>
        await database.Events.CountAsync(row => row.UserId == planned.UserId && Open.Contains(row.Status), cancellationToken) >= MaxOpen
            ? new EventRefusal(EventRefusal.TooMany, "There are 10,000 open tasks and events; complete or cancel some first.")
            : null;

    private Task Tell(Guid userId, IReadOnlyList<PlannedEvent> events, IEnumerable<Guid?> goals, CancellationToken cancellationToken) =>
        watchers.Tell(new PlanChange(userId) { Events = events, Goals = [.. goals.OfType<Guid>().Distinct()] }, cancellationToken);

    private async Task<bool> Saved(CancellationToken cancellationToken)
    {
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    private async Task<EventChange> Conflict(EventTarget target, CancellationToken cancellationToken)
    {
        await Restore(cancellationToken);
        return await Find(target.UserId, target.Id, cancellationToken) is { } present
            ? new EventChange(EventChangeResult.VersionConflict, present)
            : new EventChange(EventChangeResult.NotFound, null);
    }

    // What was tried is forgotten; whatever else the context holds is not ours.
    private async Task Restore(CancellationToken cancellationToken)
    {
        foreach (var entry in database.ChangeTracker.Entries().Where(entry => entry.Entity is PlannedEvent or EventOccurrence or EventHistory).ToList())
        {
            if (entry.State is EntityState.Added)
                entry.State = EntityState.Detached;
            else if (entry.State is not EntityState.Unchanged)
                await entry.ReloadAsync(cancellationToken);
        }
    }

    private void Record(PlannedEvent planned, EventStatus? from, EventStatus to, EventActor by, EventChangeDetails details) =>
        database.EventHistory.Add(new EventHistory
        {
            UserId = planned.UserId,
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            EventId = planned.Id,
            FromStatus = from,
            ToStatus = to,
            ChangedAt = time.GetUtcNow(),
            By = by,
            Metadata = details,
        });
}
