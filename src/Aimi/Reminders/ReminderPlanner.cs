using Aimi.Accounts;
using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Keeps <c>reminder_queue</c> what the plans of people ask for, fourteen days ahead. Follows every change of a plan in its transaction;
/// <see cref="ReminderHorizonWorker"/> moves the fourteen days on. Planning again changes nothing.
/// </summary>
public sealed partial class ReminderPlanner(AimiDbContext database, TimeProvider time, ILogger<ReminderPlanner> log) : IPlanWatcher
{
    // A transaction's worth: SQLite has one writer, whom nobody should wait for long.
    private const int BatchSize = 200;

    private readonly PlannedRows _rows = new(database);

    public async Task Changed(PlanChange change, CancellationToken cancellationToken)
    {
        if (change is { Events: [], Habits: [] })
            return;

        await database.LockPerson(change.UserId, cancellationToken);
        var people = await People([change.UserId], cancellationToken);
        var now = time.GetUtcNow();
        await PlanEvents(people, change.Events, now, failed: null, cancellationToken);
        await PlanHabits(people, change.Habits, now, failed: null, cancellationToken);
    }

    /// <summary>
    /// Plans all reminders of people, some hundred plans a transaction, or in the one that is open. What cannot be planned is logged and does not hold up the others.
    /// </summary>
    /// <param name="settings">A person whose settings are not saved yet.</param>
    public async Task PlanAll(IReadOnlyCollection<Guid> userIds, User? settings, CancellationToken cancellationToken)
    {
        await InTransaction(userIds, settings, PlanDays, cancellationToken);

        // What is over asks for nothing; but a task that is nagged about may be, and what repeats is not.
        var recent = time.GetUtcNow() - TimeSpan.FromDays(1);
        var events = await database.Events
            .Where(planned => userIds.Contains(planned.UserId) && planned.Status == EventStatus.Planned)
            .Where(planned => planned.RepeatRule != null || planned.NagEvery != null || (planned.StartAt ?? planned.DueAt) >= recent || planned.EndAt >= recent)
            .OrderBy(planned => planned.UserId).ThenBy(planned => planned.Id)
            .Select(planned => new Key(planned.UserId, planned.Id)).ToListAsync(cancellationToken);
        foreach (var batch in events.Chunk(BatchSize))
        {
            var (owners, ids) = Split(batch);
            await InTransaction(owners, settings, PlanBatch, cancellationToken);
            if (batch.Length == BatchSize)
                await database.LetOthersWrite(cancellationToken);

            async Task PlanBatch(IReadOnlyDictionary<Guid, ReminderPreferences> people, DateTimeOffset now, CancellationToken cancellation) => await PlanEvents(
                people,
                await database.Events.AsNoTracking().Where(row => owners.Contains(row.UserId) && ids.Contains(row.Id)).ToListAsync(cancellation),
                now,
                EventFailed,
                cancellation);
        }

        var habits = await database.Habits
            .Where(habit => userIds.Contains(habit.UserId) && habit.Active)
            .OrderBy(habit => habit.UserId).ThenBy(habit => habit.Id)
            .Select(habit => new Key(habit.UserId, habit.Id)).ToListAsync(cancellationToken);
        foreach (var batch in habits.Chunk(BatchSize))
        {
            var (owners, ids) = Split(batch);
            await InTransaction(owners, settings, PlanBatch, cancellationToken);
            if (batch.Length == BatchSize)
                await database.LetOthersWrite(cancellationToken);

            async Task PlanBatch(IReadOnlyDictionary<Guid, ReminderPreferences> people, DateTimeOffset now, CancellationToken cancellation) => await PlanHabits(
                people,
                await database.Habits.AsNoTracking().Where(row => owners.Contains(row.UserId) && ids.Contains(row.Id)).ToListAsync(cancellation),
                now,
                HabitFailed,
                cancellation);
        }
    }

    private static (List<Guid> Owners, List<Guid> Ids) Split(Key[] keys) => ([.. keys.Select(key => key.UserId).Distinct()], [.. keys.Select(key => key.Id)]);

    private async Task InTransaction(
        IReadOnlyCollection<Guid> userIds,
        User? settings,
        Func<IReadOnlyDictionary<Guid, ReminderPreferences>, DateTimeOffset, CancellationToken, Task> plan,
        CancellationToken cancellationToken) =>
        await database.InTransaction(
            async () =>
            {
                // One at a time plans a person's plans, or a worker could write reminders of times that a request is just changing.
                await database.LockPeople(userIds, cancellationToken);
                var people = settings is null
                    ? await People(userIds, cancellationToken)
                    : new Dictionary<Guid, ReminderPreferences> { [settings.Id] = ReminderPreferences.Of(settings) };
                await plan(people, time.GetUtcNow(), cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task<IReadOnlyDictionary<Guid, ReminderPreferences>> People(IReadOnlyCollection<Guid> userIds, CancellationToken cancellationToken) =>
        await database.Users.AsNoTracking().Where(user => userIds.Contains(user.Id))
            .ToDictionaryAsync(user => user.Id, ReminderPreferences.Of, cancellationToken);

    private async Task PlanEvents(
        IReadOnlyDictionary<Guid, ReminderPreferences> people,
        IReadOnlyList<PlannedEvent> events,
        DateTimeOffset now,
        Action<Guid, Exception>? failed,
        CancellationToken cancellationToken)
    {
        if (events.Count == 0)
            return;

        var (userIds, ids) = (people.Keys, events.Select(planned => planned.Id).ToList());
        var queued = await _rows.OfEvents(userIds, ids, now, cancellationToken);
        var earliest = events.Min(planned => EventReminders.Earliest(planned, [.. queued[planned.Id]], now));

        // By the wall clock of whatever zone.
        var wall = earliest.UtcDateTime.AddDays(-2);
        var differences = (await database.EventOccurrences.AsNoTracking()
            .Where(occurrence => userIds.Contains(occurrence.UserId) && ids.Contains(occurrence.EventId))
            .Where(occurrence => occurrence.WallTime >= wall || occurrence.StartAt >= earliest || occurrence.DueAt >= earliest || occurrence.EndAt >= earliest)
            .ToListAsync(cancellationToken)).ToLookup(occurrence => occurrence.EventId);

        await _rows.Write(
            now,
            Plans(events, planned => planned.Id, failed, planned => new PlannedSubject(planned.UserId, planned.Id, HabitId: null, EventReminders.Plan(
                planned, [.. differences[planned.Id]], people[planned.UserId], [.. queued[planned.Id]], now), planned.Traceparent)),
            cancellationToken);
    }

    private async Task PlanHabits(
        IReadOnlyDictionary<Guid, ReminderPreferences> people,
        IReadOnlyList<Habit> habits,
        DateTimeOffset now,
        Action<Guid, Exception>? failed,
        CancellationToken cancellationToken)
    {
        if (habits.Count == 0)
            return;

        var (userIds, ids) = (people.Keys, habits.Select(habit => habit.Id).ToList());
        var queued = await _rows.OfHabits(userIds, ids, now, cancellationToken);

        // The week before, too: what is kept so many times a week is counted in its week.
        var since = DateOnly.FromDateTime(ReminderPlan.From(queued.SelectMany(rows => rows), now).UtcDateTime).AddDays(-10);
        var checkIns = (await database.HabitCheckIns
            .Where(checkIn => userIds.Contains(checkIn.UserId) && ids.Contains(checkIn.HabitId) && checkIn.Day >= since)
            .Select(checkIn => new { checkIn.HabitId, checkIn.Day })
            .ToListAsync(cancellationToken)).ToLookup(checkIn => checkIn.HabitId, checkIn => checkIn.Day);
        var pauses = (await database.HabitPauses.AsNoTracking()
            .Where(pause => userIds.Contains(pause.UserId) && ids.Contains(pause.HabitId) && (pause.ToDay == null || pause.ToDay >= since))
            .ToListAsync(cancellationToken)).ToLookup(pause => pause.HabitId);

        await _rows.Write(
            now,
            Plans(habits, habit => habit.Id, failed, habit => new PlannedSubject(habit.UserId, EventId: null, habit.Id, HabitReminders.Plan(
                habit, checkIns[habit.Id].ToHashSet(), [.. pauses[habit.Id]], people[habit.UserId], [.. queued[habit.Id]], now), habit.Traceparent)),
            cancellationToken);
    }

    private async Task PlanDays(IReadOnlyDictionary<Guid, ReminderPreferences> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var queued = await _rows.OfDays(people.Keys, now, cancellationToken);
        await _rows.Write(
            now,
            [.. people.Select(person => new PlannedSubject(person.Key, EventId: null, HabitId: null, DayReminders.Plan(person.Value, [.. queued[person.Key]], now)))],
            cancellationToken);
    }

    /// <param name="failed">Hears of what cannot be planned, and the others are; null lets it fail all.</param>
    private static List<PlannedSubject> Plans<T>(IReadOnlyList<T> subjects, Func<T, Guid> id, Action<Guid, Exception>? failed, Func<T, PlannedSubject> plan)
    {
        var plans = new List<PlannedSubject>(subjects.Count);
        foreach (var subject in subjects)
        {
            try
            {
                plans.Add(plan(subject));
            }
            catch (Exception failure) when (failed is not null)
            {
                failed(id(subject), failure);
            }
        }

        return plans;
    }

    [LoggerMessage(1309, LogLevel.Error, "The reminders of event {EventId} cannot be planned", EventName = "event_planning_failed")]
    private partial void EventFailed(Guid eventId, Exception failure);

    [LoggerMessage(1310, LogLevel.Error, "The reminders of habit {HabitId} cannot be planned", EventName = "habit_planning_failed")]
    private partial void HabitFailed(Guid habitId, Exception failure);

    private sealed record Key(Guid UserId, Guid Id);
}
