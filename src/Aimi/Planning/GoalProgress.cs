using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>Counts the progress of goals again when their parts change, up the tree, in the same transaction.</summary>
public sealed class GoalProgress(AimiDbContext database, TimeProvider time) : IPlanWatcher
{
    private const int HabitDays = 30;

    public async Task Changed(PlanChange change, CancellationToken cancellationToken)
    {
        var touched = change.Goals
            .Concat(change.Events.Select(planned => planned.GoalId).OfType<Guid>())
            .Concat(change.Habits.Select(habit => habit.GoalId).OfType<Guid>())
            .ToHashSet();
        if (touched.Count == 0)
            return;

        // Two tasks of one goal that are done at once are both counted.
        await database.LockPerson(change.UserId, cancellationToken);
        var tree = await Tree(change.UserId, cancellationToken);

        // The deepest first: a goal is counted after its parts.
        var affected = touched.SelectMany(tree.Up).DistinctBy(goal => goal.Id).OrderByDescending(goal => tree.Up(goal.Id).Count()).ToList();
        var parts = await Parts(change.UserId, [.. affected.Select(goal => goal.Id)], cancellationToken);
        var counted = new Dictionary<Guid, double>();
        foreach (var goal in affected)
        {
            var own = With(parts.GetValueOrDefault(goal.Id, GoalParts.None), tree.PartsOf(goal.Id).Select(Now));
            var progress = goal.Status is GoalStatus.Completed ? 1 : own.Progress ?? goal.Progress;
            if (progress != goal.Progress)
                counted[goal.Id] = progress;
        }

        foreach (var goal in await Goals(change.UserId).Where(goal => counted.Keys.Contains(goal.Id)).ToListAsync(cancellationToken))
            goal.Progress = counted[goal.Id];
        await database.SaveChangesAsync(cancellationToken);

        GoalNode Now(GoalNode part) => part with { Progress = counted.GetValueOrDefault(part.Id, part.Progress) };
    }

    /// <summary>What a goal's progress is counted from, at this moment.</summary>
    public async Task<GoalParts> PartsOf(Goal goal, CancellationToken cancellationToken)
    {
        var parts = await Parts(goal.UserId, [goal.Id], cancellationToken);
        var goals = await Nodes(Goals(goal.UserId).Where(part => part.ParentGoalId == goal.Id)).ToListAsync(cancellationToken);
        return With(parts.GetValueOrDefault(goal.Id, GoalParts.None), goals);
    }

    public async Task<GoalTree> Tree(Guid userId, CancellationToken cancellationToken) =>
        new(await Nodes(Goals(userId)).ToListAsync(cancellationToken));

    private static GoalParts With(GoalParts parts, IEnumerable<GoalNode> goals)
    {
        var counting = goals.Where(goal => goal.Status is not GoalStatus.Archived).ToList();
        return parts with { Goals = counting.Count, GoalsProgress = counting.Sum(goal => goal.Progress) };
    }

    /// <summary>Tasks and habits by goal.</summary>
    private async Task<Dictionary<Guid, GoalParts>> Parts(Guid userId, Guid[] goals, CancellationToken cancellationToken)
    {
        var parts = await database.Events
            .Where(task => task.UserId == userId && task.GoalId != null && goals.Contains(task.GoalId.Value))
            .Where(task => task.Type == EventType.Task && task.RepeatRule == null && task.Status != EventStatus.Cancelled)
            .GroupBy(task => task.GoalId!.Value)
            .Select(tasks => new { Goal = tasks.Key, Tasks = tasks.Count(), Done = tasks.Count(task => task.Status == EventStatus.Completed) })
            .ToDictionaryAsync(row => row.Goal, row => GoalParts.None with { Tasks = row.Tasks, TasksDone = row.Done }, cancellationToken);

        var habits = await database.Habits.AsNoTracking()
            .Where(habit => habit.UserId == userId && habit.Active && habit.GoalId != null && goals.Contains(habit.GoalId.Value))
            .ToListAsync(cancellationToken);
        if (habits.Count == 0)
            return parts;

        var today = await Today(userId, cancellationToken);
        var since = today.AddDays(1 - HabitDays);
        var ids = habits.Select(habit => habit.Id).ToArray();
        var kept = await database.HabitCheckIns
            .Where(checkIn => checkIn.UserId == userId && ids.Contains(checkIn.HabitId) && checkIn.Day >= since && checkIn.Day <= today)
            .GroupBy(checkIn => checkIn.HabitId)
            .Select(days => new { Habit = days.Key, Days = days.Count() })
            .ToDictionaryAsync(row => row.Habit, row => row.Days, cancellationToken);
        foreach (var habit in habits)
        {
            var own = parts.GetValueOrDefault(habit.GoalId!.Value, GoalParts.None);
            var share = Math.Min(1, kept.GetValueOrDefault(habit.Id) / DueDays(habit, since, today));
            parts[habit.GoalId.Value] = own with { Habits = own.Habits + 1, HabitsKept = own.HabitsKept + share };
        }

        return parts;
    }

    /// <summary>On how many days the habit was to be kept: those of its rule, or so many a week since it began.</summary>
    private static double DueDays(Habit habit, DateOnly since, DateOnly today)
    {
        var first = habit.StartsOn > since ? habit.StartsOn : since;
        var due = habit.TimesPerWeek is { } times
            ? times * (today.DayNumber - first.DayNumber + 1) / 7.0
            : HabitRule.Days(habit.Frequency, habit.StartsOn, first, today).Count();
        return Math.Max(1, due);
    }

    private async Task<DateOnly> Today(Guid userId, CancellationToken cancellationToken)
    {
        var person = await database.Users.Where(user => user.Id == userId)
            .Select(user => new { user.Timezone, user.Settings })
            .SingleAsync(cancellationToken);
        return LocalTime.DayOf(time.GetUtcNow(), person.Timezone, person.Settings.DayStartHour ?? 0);
    }

    private IQueryable<Goal> Goals(Guid userId) => database.Goals.Where(goal => goal.UserId == userId);

    private static IQueryable<GoalNode> Nodes(IQueryable<Goal> goals) =>
        goals.Select(goal => new GoalNode(goal.Id, goal.ParentGoalId, goal.Status, goal.Progress));
}
