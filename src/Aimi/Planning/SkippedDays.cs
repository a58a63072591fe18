using Aimi.Accounts;
using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Planning;

/// <summary>
/// Who goes east over the date line can find that a day of theirs never came (Pago Pago to Kiritimati is 25 hours). No habit could be kept on it: it is excused.
/// </summary>
internal sealed class SkippedDays(AimiDbContext database, Habits habits, TimeProvider time) : IPersonWatcher
{
    public int Order => 5;

    public async Task<IReadOnlyList<MovedPlan>> Changed(PersonChange change, CancellationToken cancellationToken)
    {
        foreach (var day in Between(change, time.GetUtcNow()))
        {
            var ids = await database.Habits.Where(habit => habit.UserId == change.User.Id).Select(habit => habit.Id).ToListAsync(cancellationToken);
            foreach (var id in ids)
                await habits.Excuse(change.User.Id, id, day, note: null, ifVersion: null, cancellationToken);
        }

        return [];
    }

    /// <summary>The days between what was the person's today and what is now.</summary>
    internal static IEnumerable<DateOnly> Between(PersonChange change, DateTimeOffset now)
    {
        var former = LocalTime.DayOf(now, change.FormerTimezone, change.FormerSettings.DayStartHour ?? 0);
        var today = LocalTime.DayOf(now, change.User.Timezone, change.User.Settings.DayStartHour ?? 0);
        for (var day = former.AddDays(1); day < today; day = day.AddDays(1))
            yield return day;
    }
}
