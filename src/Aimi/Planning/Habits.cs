using Aimi.Accounts;
using Aimi.Data;
using Aimi.Hosting.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>A person's habits: all that changes one, its check-ins or its pauses goes through here, in a transaction in which the watchers hear of it.</summary>
public sealed partial class Habits(AimiDbContext database, PlanWatchers watchers, PlanMetrics metrics, TimeProvider time)
{
    /// <summary>So many a person may have.</summary>
    public const int MaxHabits = 500;

    private static readonly HabitRefusal NoGoal = HabitRefusal.Invalid("goal_id", "There is no such goal.");

    /// <param name="id">Where it was decided before; else a new one.</param>
    public Task<HabitOutcome<Habit>> Add(Guid userId, HabitDraft draft, CancellationToken cancellationToken, Guid? id = null) =>
        database.InTransaction<HabitOutcome<Habit>>(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                return await AddNew(userId, id, draft, cancellationToken);
            },
            cancellationToken);

    /// <summary>As <see cref="Add"/>, of a habit that a client gave its id: one that is there by that id is answered, if it says the same or was changed since it was made.</summary>
    /// <param name="id">Null: it gave none.</param>
    public Task<HabitOutcome<AddedHabit>> AddOnce(Guid userId, Guid? id, HabitDraft draft, CancellationToken cancellationToken) =>
        database.InTransaction<HabitOutcome<AddedHabit>>(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                if (id is null || await database.Habits.SingleOrDefaultAsync(habit => habit.UserId == userId && habit.Id == id, cancellationToken) is not { } known)
                {
                    var added = await AddNew(userId, id, draft, cancellationToken);
                    return added.Refusal is { } refusal ? refusal : new AddedHabit(added.Value!, IsNew: true);
                }

                // Without a day of its own it began when it was first sent.
                var isSame = known.Version > 1 || (draft.Refusal(known.StartsOn) is null && database.SaysTheSame(known, Made(userId, id, draft, known.StartsOn)));
                return isSame ? new AddedHabit(known, IsNew: false) : HabitRefusal.IdTaken;
            },
            cancellationToken);

    /// <param name="change">From how it is to how it shall be.</param>
    public Task<HabitOutcome<Habit>> Change(
        Guid userId, Guid id, Func<HabitDraft, HabitDraft> change, long? ifVersion, CancellationToken cancellationToken) =>
        Do<Habit>(
            userId,
            id,
            ifVersion,
            async (habit, own) =>
            {
                var former = HabitDraft.Of(habit);
                var draft = change(former);
                if (draft.Refusal(own.Today, former) is { } refusal)
                    return refusal;
                if (draft.GoalId != habit.GoalId && !await HasGoal(userId, draft.GoalId, cancellationToken))
                    return NoGoal;

                draft.ApplyTo(habit, own.Today);
                if (database.ChangeTracker.HasChanges())
                {
                    habit.Traceparent = Spans.Carried;
                    await SaveAndTell(habit, former.GoalId, cancellationToken);
                }

                return habit;
            },
            cancellationToken);

    /// <summary>Its check-ins, pauses and reminders go with it.</summary>
    public Task<HabitOutcome<Habit>> Delete(Guid userId, Guid id, long? ifVersion, CancellationToken cancellationToken) =>
        Do<Habit>(
            userId,
            id,
            ifVersion,
            async (habit, _) =>
            {
                database.Habits.Remove(habit);
                await database.SaveChangesAsync(cancellationToken);
                await watchers.Tell(new PlanChange(userId) { Goals = Goals(habit.GoalId) }, cancellationToken);
                return habit;
            },
            cancellationToken);

    // The one way in which anything of a habit changes. A row that is written, be it as it was, is locked on both databases: changes of one habit
    // go one after the other, each sees what the one before it left, and a version that was compared stays true.
    // The person before the habit, as in every change of plans: so no two wait for each other.
    private Task<HabitOutcome<T>> Do<T>(
        Guid userId, Guid id, long? ifVersion, Func<Habit, OwnDay, Task<HabitOutcome<T>>> work, CancellationToken cancellationToken)
        where T : class =>
        database.InTransaction<HabitOutcome<T>>(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                var locked = await database.Habits
                    .Where(habit => habit.UserId == userId && habit.Id == id)
                    .ExecuteUpdateAsync(row => row.SetProperty(habit => habit.UpdatedAt, habit => habit.UpdatedAt), cancellationToken);
                if (locked == 0)
                    return HabitRefusal.NotFound;

                var habit = await database.Habits.SingleAsync(row => row.UserId == userId && row.Id == id, cancellationToken);
                return ifVersion is { } version && version != habit.Version
                    ? HabitRefusal.VersionConflict
                    : await work(habit, await Own(userId, cancellationToken));
            },
            cancellationToken);

    private async Task<HabitOutcome<Habit>> AddNew(Guid userId, Guid? id, HabitDraft draft, CancellationToken cancellationToken)
    {
        var own = await Own(userId, cancellationToken);
        if (draft.Refusal(own.Today) is { } refusal)
            return refusal;
        if (!await HasGoal(userId, draft.GoalId, cancellationToken))
            return NoGoal;
        if (await database.Habits.CountAsync(habit => habit.UserId == userId, cancellationToken) >= MaxHabits)
            return new HabitRefusal(422, "too_many", "A person has at most 500 habits. Delete one first.");

        var habit = Made(userId, id, draft, own.Today);
        database.Habits.Add(habit);
        await SaveAndTell(habit, habit.GoalId, cancellationToken);
        return habit;
    }

    private Habit Made(Guid userId, Guid? id, HabitDraft draft, DateOnly today)
    {
        var now = time.GetUtcNow();
        var habit = new Habit
        {
            UserId = userId,
            Id = id ?? Guid.CreateVersion7(now),
            Name = draft.Name!,
            Frequency = "",
            StartsOn = today,
            CreatedAt = now,
            UpdatedAt = now,
        };
        draft.ApplyTo(habit, today);
        habit.Traceparent = Spans.Carried;
        return habit;
    }

    private async Task SaveAndTell(Habit habit, Guid? formerGoal, CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        await watchers.Tell(new PlanChange(habit.UserId) { Habits = [habit], Goals = Goals(formerGoal, habit.GoalId) }, cancellationToken);
    }

    // Locked, too, so that it is still there when the habit points at it.
    private async Task<bool> HasGoal(Guid userId, Guid? goalId, CancellationToken cancellationToken) =>
        goalId is null || await database.Goals
            .Where(goal => goal.UserId == userId && goal.Id == goalId)
            .ExecuteUpdateAsync(row => row.SetProperty(goal => goal.UpdatedAt, goal => goal.UpdatedAt), cancellationToken) > 0;

    private Task<OwnDay> Own(Guid userId, CancellationToken cancellationToken) => OwnDay.Of(database, userId, time.GetUtcNow(), cancellationToken);

    private static HashSet<Guid> Goals(params IEnumerable<Guid?> goals) => [.. goals.OfType<Guid>()];
}

/// <param name="IsNew">It was not there before.</param>
public sealed record AddedHabit(Habit Habit, bool IsNew);
