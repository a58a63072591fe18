using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>How habits go, for those who read.</summary>
public sealed class HabitReports(AimiDbContext database, TimeProvider time)
{
    /// <param name="after">The id of the last one of the page before.</param>
    /// <returns>At most <paramref name="count"/>, in the order in which they were added.</returns>
    public async Task<IReadOnlyList<HabitReport>> List(
        Guid userId, Guid? goalId, bool? active, Guid? after, int count, CancellationToken cancellationToken)
    {
        var habits = await database.Habits.AsNoTracking()
            .Where(habit => habit.UserId == userId
                && (goalId == null || habit.GoalId == goalId)
                && (active == null || habit.Active == active)
                && (after == null || habit.Id > after))
            .OrderBy(habit => habit.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return await Of(userId, habits, cancellationToken);
    }

    public async Task<HabitReport?> Find(Guid userId, Guid id, CancellationToken cancellationToken) =>
        await Row(userId, id, cancellationToken) is { } habit ? await Of(habit, cancellationToken) : null;

    public async Task<HabitReport> Of(Habit habit, CancellationToken cancellationToken) => (await Of(habit.UserId, [habit], cancellationToken))[0];

    /// <summary>The active habits with the days from one to another on which they are asked for: by their rule, and not excused.</summary>
    public async Task<IReadOnlyList<(HabitReport Report, IReadOnlyList<DateOnly> Due)>> DueWithin(
        Guid userId, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var habits = await database.Habits.AsNoTracking().Where(habit => habit.UserId == userId && habit.Active).OrderBy(habit => habit.Id).ToListAsync(cancellationToken);
        var span = Enumerable.Range(0, Math.Max(0, to.DayNumber - from.DayNumber + 1)).Select(from.AddDays).ToList();
        return
        [
            .. habits.Zip(
                await Days(userId, habits, to, cancellationToken),
                (habit, days) => (new HabitReport(habit, Streaks.Of(habit, days)), (IReadOnlyList<DateOnly>)[.. span.Where(days.IsDue)])),
        ];
    }

    /// <summary>The days of a month; null where there is no such habit.</summary>
    public async Task<IReadOnlyList<HeatmapDay>?> Heatmap(Guid userId, Guid id, DateOnly month, CancellationToken cancellationToken)
    {
        if (await Row(userId, id, cancellationToken) is not { } habit)
            return null;

        var until = month.AddMonths(1).AddDays(-1);
        var days = (await Days(userId, [habit], until, cancellationToken)).Single();
        return [.. Enumerable.Range(0, until.Day).Select(month.AddDays)
            .Select(day => new HeatmapDay(day, days.IsDue(day), days.IsKept(day), days.IsExcused(day)))];
    }

    /// <summary>The check-ins from a day to another, the latest first; null where there is no such habit.</summary>
    /// <param name="before">The day of the last one of the page before.</param>
    public async Task<IReadOnlyList<HabitCheckIn>?> CheckIns(
        Guid userId, Guid id, DateOnly? from, DateOnly? to, DateOnly? before, int count, CancellationToken cancellationToken) =>
        await Row(userId, id, cancellationToken) is null ? null : await database.HabitCheckIns.AsNoTracking()
            .Where(checkIn => checkIn.UserId == userId && checkIn.HabitId == id
                && (from == null || checkIn.Day >= from) && (to == null || checkIn.Day <= to) && (before == null || checkIn.Day < before))
            .OrderByDescending(checkIn => checkIn.Day)
            .Take(count)
            .ToListAsync(cancellationToken);

    public Task<HabitCheckIn?> CheckIn(Guid userId, Guid id, DateOnly day, CancellationToken cancellationToken) =>
        database.HabitCheckIns.AsNoTracking().SingleOrDefaultAsync(checkIn => checkIn.UserId == userId && checkIn.HabitId == id && checkIn.Day == day, cancellationToken);

    /// <summary>Pauses and excuses, which never overlap, the latest first; null where there is no such habit.</summary>
    /// <param name="before">The first day of the last one of the page before.</param>
    public async Task<IReadOnlyList<HabitPause>?> Pauses(Guid userId, Guid id, DateOnly? before, int count, CancellationToken cancellationToken) =>
        await Row(userId, id, cancellationToken) is null ? null : await database.HabitPauses.AsNoTracking()
            .Where(pause => pause.UserId == userId && pause.HabitId == id && (before == null || pause.FromDay < before))
            .OrderByDescending(pause => pause.FromDay)
            .Take(count)
            .ToListAsync(cancellationToken);

    private Task<Habit?> Row(Guid userId, Guid id, CancellationToken cancellationToken) =>
        database.Habits.AsNoTracking().SingleOrDefaultAsync(habit => habit.UserId == userId && habit.Id == id, cancellationToken);

    public async Task<IReadOnlyList<HabitReport>> Of(Guid userId, IReadOnlyList<Habit> habits, CancellationToken cancellationToken) =>
        [.. habits.Zip(await Days(userId, habits, until: null, cancellationToken), (habit, days) => new HabitReport(habit, Streaks.Of(habit, days)))];

    // Three queries, however many habits there are.
    private async Task<IReadOnlyList<HabitDays>> Days(Guid userId, IReadOnlyList<Habit> habits, DateOnly? until, CancellationToken cancellationToken)
    {
        if (habits.Count == 0)
            return [];

        var ids = habits.Select(habit => habit.Id).ToList();
        var own = await OwnDay.Of(database, userId, time.GetUtcNow(), cancellationToken);
        var earliest = HabitDays.EarliestFor(own.Today);
        var kept = (await database.HabitCheckIns
            .Where(checkIn => checkIn.UserId == userId && ids.Contains(checkIn.HabitId) && checkIn.Day >= earliest)
            .Select(checkIn => new { checkIn.HabitId, checkIn.Day })
            .ToListAsync(cancellationToken)).ToLookup(checkIn => checkIn.HabitId, checkIn => checkIn.Day);
        var pauses = (await database.HabitPauses.AsNoTracking()
            .Where(pause => pause.UserId == userId && ids.Contains(pause.HabitId) && (pause.ToDay == null || pause.ToDay >= earliest))
            .ToListAsync(cancellationToken)).ToLookup(pause => pause.HabitId);
        return [.. habits.Select(habit => new HabitDays(habit, kept[habit.Id].ToHashSet(), pauses[habit.Id], own, until))];
    }
}

public sealed record HabitReport(Habit Habit, Streaks Streaks);

/// <param name="Due">The habit was asked for; with times a week: the week still wanted one.</param>
public sealed record HeatmapDay(DateOnly Day, bool Due, bool CheckedIn, bool Excused);
