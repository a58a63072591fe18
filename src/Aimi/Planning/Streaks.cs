namespace Aimi.Planning;

/// <summary>What streaks count.</summary>
public enum StreakUnit
{
    /// <summary>Days that were due and kept, in a row.</summary>
    Day,

    /// <summary>Weeks, from Monday, in which it was kept as often as wished, in a row.</summary>
    Week,
}

/// <summary>How a habit goes.</summary>
/// <param name="CompletionRate">Kept ones among the last thirty due days, or weeks, that are decided; null where none is.</param>
/// <param name="Paused">Today is excused.</param>
public sealed record Streaks(StreakUnit Unit, int Current, int Best, double? CompletionRate, bool CheckedInToday, bool DueToday, bool Paused)
{
    private const int RateOver = 30;

    internal static Streaks Of(Habit habit, HabitDays days)
    {
        var decided = days.Rounds().Where(round => round != Round.Open).ToList();
        var (current, best) = (0, 0);
        foreach (var round in decided)
        {
            current = round == Round.Kept ? current + 1 : 0;
            best = Math.Max(best, current);
        }

        var recent = decided.TakeLast(RateOver).ToList();
        return new Streaks(
            habit.TimesPerWeek is null ? StreakUnit.Day : StreakUnit.Week,
            current,
            best,
            recent.Count == 0 ? null : (double)recent.Count(round => round == Round.Kept) / recent.Count,
            days.IsKept(days.Today),
            habit.Active && days.IsDue(days.Today),
            days.IsExcused(days.Today));
    }
}
