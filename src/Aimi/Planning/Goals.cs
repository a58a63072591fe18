using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>A person's goals: a tree of bounded size and depth. Changes of one person's goals go one after the other, so that two of them can not close a circle together.</summary>
public sealed class Goals(AimiDbContext database, GoalProgress progress, PlanWatchers watchers, PlanMetrics metrics, TimeProvider time)
{
    /// <summary>Goals of one person, archived ones among them.</summary>
    public const int MaxGoals = 1000;

    /// <summary>In the order in which they were made, from behind <paramref name="after"/> on.</summary>
    public async Task<IReadOnlyList<Goal>> List(Guid userId, GoalStatus? status, Guid? after, int count, CancellationToken cancellationToken) =>
        await Mine(userId).AsNoTracking()
            .Where(goal => (status == null || goal.Status == status) && (after == null || goal.Id > after))
            .OrderBy(goal => goal.Id)
            .Take(count)
            .ToListAsync(cancellationToken);

    public Task<Goal?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        Mine(userId).SingleOrDefaultAsync(goal => goal.Id == id, cancellationToken);

    public Task<GoalChange> Add(Goal goal, CancellationToken cancellationToken) =>
        Write(goal.UserId, () => AddNew(goal, cancellationToken), cancellationToken);

    /// <summary>As <see cref="Add"/>, of a goal that a client gave its id: one that is there by that id is answered, if it says the same or was changed since it was made.</summary>
    public Task<GoalChange> AddOnce(Goal goal, CancellationToken cancellationToken) =>
        Write(
            goal.UserId,
            async () => await Find(goal.UserId, goal.Id, cancellationToken) is not { } known
                ? await AddNew(goal, cancellationToken)
                : new GoalChange(known.Version > 1 || database.SaysTheSame(known, goal) ? GoalChangeResult.Known : GoalChangeResult.IdTaken, known),
            cancellationToken);

    public Task<GoalChange> Change(Guid userId, Guid id, long? ifVersion, GoalPatch patch, CancellationToken cancellationToken) =>
        WriteTo(
            userId,
            id,
            ifVersion,
            async goal =>
            {
                var parent = patch.ParentGoalId.Or(goal.ParentGoalId);
                if (parent is { } target && target != goal.ParentGoalId && (await progress.Tree(userId, cancellationToken)).Refusal(id, target) is { } refusal)
                    return new GoalChange(refusal, goal);
                if (patch.Progress is { IsGiven: true, Value: var set } && set != goal.Progress && await IsCounted(goal, cancellationToken))
                    return new GoalChange(GoalChangeResult.ProgressIsCounted, goal);

                var former = goal.ParentGoalId;
                patch.Apply(goal);
                return await Save(goal, [former, goal.ParentGoalId], cancellationToken);
            },
            cancellationToken);

    public Task<GoalChange> MoveTo(GoalStatus status, Guid userId, Guid id, long? ifVersion, CancellationToken cancellationToken) =>
        WriteTo(
            userId,
            id,
            ifVersion,
            async goal =>
            {
                if (!goal.Status.MayBecome(status))
                    return new GoalChange(GoalChangeResult.TransitionNotAllowed, goal);

                goal.Status = status;
                if (status == GoalStatus.Completed)
                    metrics.GoalCompleted(database);
                return await Save(goal, [goal.ParentGoalId], cancellationToken);
            },
            cancellationToken);

    /// <summary>Takes a goal away; what was a part of it stays, and is a part of nothing.</summary>
    public Task<GoalChange> Delete(Guid userId, Guid id, long? ifVersion, CancellationToken cancellationToken) =>
        WriteTo(
            userId,
            id,
            ifVersion,
            async goal =>
            {
                var now = time.GetUtcNow();
                await Mine(userId).Where(part => part.ParentGoalId == id).ExecuteUpdateAsync(
                    part => part.SetProperty(row => row.ParentGoalId, (Guid?)null)
                        .SetProperty(row => row.Version, row => row.Version + 1).SetProperty(row => row.UpdatedAt, now),
                    cancellationToken);
                await database.Habits.Where(habit => habit.UserId == userId && habit.GoalId == id).ExecuteUpdateAsync(
                    habit => habit.SetProperty(row => row.GoalId, (Guid?)null)
                        .SetProperty(row => row.Version, row => row.Version + 1).SetProperty(row => row.UpdatedAt, now),
                    cancellationToken);
                await database.Events.Where(planned => planned.UserId == userId && planned.GoalId == id).ExecuteUpdateAsync(
                    planned => planned.SetProperty(row => row.GoalId, (Guid?)null)
                        .SetProperty(row => row.Version, row => row.Version + 1).SetProperty(row => row.UpdatedAt, now),
                    cancellationToken);
                database.Goals.Remove(goal);
                return await Save(goal, [goal.ParentGoalId], cancellationToken);
            },
            cancellationToken);

    // Of a goal that is reached it is 1.
    private async Task<bool> IsCounted(Goal goal, CancellationToken cancellationToken) =>
        goal.Status is GoalStatus.Completed || (await progress.PartsOf(goal, cancellationToken)).Progress is not null;

    private async Task<GoalChange> Save(Goal goal, Guid?[] parents, CancellationToken cancellationToken)
    {
        await database.SaveChangesAsync(cancellationToken);
        await watchers.Tell(new PlanChange(goal.UserId) { Goals = [goal.Id, .. parents.OfType<Guid>().Distinct()] }, cancellationToken);
        return new GoalChange(GoalChangeResult.Changed, goal);
    }

    private Task<GoalChange> WriteTo(
        Guid userId, Guid id, long? ifVersion, Func<Goal, Task<GoalChange>> work, CancellationToken cancellationToken) =>
        Write(
            userId,
            async () => await Find(userId, id, cancellationToken) switch
            {
                null => new GoalChange(GoalChangeResult.NotFound, null),
                var goal when ifVersion is { } version && version != goal.Version => new GoalChange(GoalChangeResult.VersionConflict, goal),
                var goal => await work(goal),
            },
            cancellationToken);

    private async Task<GoalChange> AddNew(Goal goal, CancellationToken cancellationToken)
    {
        var tree = await progress.Tree(goal.UserId, cancellationToken);
        if (tree.Count >= MaxGoals)
            return new GoalChange(GoalChangeResult.TooMany, null);
        if (goal.ParentGoalId is { } parent && tree.Refusal(id: null, parent) is { } refusal)
            return new GoalChange(refusal, null);

        database.Goals.Add(goal);
        return await Save(goal, [goal.ParentGoalId], cancellationToken);
    }

    private Task<GoalChange> Write(Guid userId, Func<Task<GoalChange>> work, CancellationToken cancellationToken) =>
        database.InTransaction(
            async () =>
            {
                await database.LockPerson(userId, cancellationToken);
                return await work();
            },
            cancellationToken);

    private IQueryable<Goal> Mine(Guid userId) => database.Goals.Where(goal => goal.UserId == userId);
}

/// <summary>What came of the wish to change a goal. Only with <see cref="Changed"/> was anything written.</summary>
public enum GoalChangeResult
{
    Changed,

    /// <summary>It is there already.</summary>
    Known,

    /// <summary>The id is another goal's.</summary>
    IdTaken,
    NotFound,
    VersionConflict,
    TransitionNotAllowed,
    UnknownParent,

    /// <summary>It would be a part of itself.</summary>
    Cycle,
    TooDeep,
    TooMany,

    /// <summary>Its progress is counted from its parts, or it is reached.</summary>
    ProgressIsCounted,
}

/// <summary>A goal as it stands after the wish to change it; null where there is none.</summary>
public sealed record GoalChange(GoalChangeResult Result, Goal? Goal);
