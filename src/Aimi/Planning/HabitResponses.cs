namespace Aimi.Planning;

/// <summary>A habit, and how it goes.</summary>
/// <param name="Frequency">The RRULE; <c>FREQ=WEEKLY</c> with <c>times_per_week</c>.</param>
/// <param name="StreakUnit">What the streaks count: due days, or weeks (from Monday) with <c>times_per_week</c>.</param>
/// <param name="CompletionRate">0 to 1, of the last 30 due days or weeks; absent until the first is decided.</param>
/// <param name="DueToday">Today asks for it, kept already or not.</param>
/// <param name="Paused">Today is excused.</param>
/// <param name="Version">Counts the changes of the habit itself; check-ins and pauses leave it.</param>
public sealed record HabitResponse(
    Guid Id,
    string Name,
    string Frequency,
    int? TimesPerWeek,
    DateOnly StartsOn,
    int Intensity,
    bool Active,
    Guid? GoalId,
    IReadOnlyList<string> ReminderTimes,
    PlanMetadata Metadata,
    StreakUnit StreakUnit,
    int CurrentStreak,
    int BestStreak,
    double? CompletionRate,
    bool CheckedInToday,
    bool DueToday,
    bool Paused,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static HabitResponse Of(HabitReport report)
    {
        var (habit, streaks) = report;
        return new HabitResponse(
            habit.Id,
            habit.Name,
            habit.Frequency,
            habit.TimesPerWeek,
            habit.StartsOn,
            habit.Intensity,
            habit.Active,
            habit.GoalId,
            habit.ReminderTimes,
            habit.Metadata,
            streaks.Unit,
            streaks.Current,
            streaks.Best,
            streaks.CompletionRate,
            streaks.CheckedInToday,
            streaks.DueToday,
            streaks.Paused,
            habit.Version,
            habit.CreatedAt,
            habit.UpdatedAt);
    }
}

public sealed record CheckInResponse(Guid Id, Guid HabitId, DateOnly Day, string? Note, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static CheckInResponse Of(HabitCheckIn checkIn) =>
        new(checkIn.Id, checkIn.HabitId, checkIn.Day, checkIn.Note, checkIn.CreatedAt, checkIn.UpdatedAt);
}

/// <summary>Days on which the habit is not asked for; an excuse is one of a single day.</summary>
/// <param name="To">The last day; absent while it lasts.</param>
public sealed record HabitPauseResponse(Guid Id, Guid HabitId, DateOnly From, DateOnly? To, string? Note, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static HabitPauseResponse Of(HabitPause pause) =>
        new(pause.Id, pause.HabitId, pause.FromDay, pause.ToDay, pause.Note, pause.CreatedAt, pause.UpdatedAt);
}

/// <summary>A month, day by day.</summary>
/// <param name="Month"><c>2026-03</c></param>
public sealed record HeatmapResponse(string Month, IReadOnlyList<HeatmapDay> Days, HeatmapTotals Totals);

/// <summary>In days of the month.</summary>
public sealed record HeatmapTotals(int Due, int CheckedIn, int Excused);
