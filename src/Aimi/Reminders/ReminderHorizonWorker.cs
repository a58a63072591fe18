using Aimi.Data;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Reminders;

/// <summary>
/// Moves on how far ahead reminders are planned, for everybody, and plans what came into the database without them. A pass that was cut short begins again: planning
/// again changes nothing.
/// </summary>
public sealed class ReminderHorizonWorker(AimiDbContext database, ReminderPlanner planner) : IWorker
{
    private const int BatchSize = 100;

    public static string Name => "reminder_horizon";

    public static TimeSpan Pause => TimeSpan.FromHours(1);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        for (var after = Guid.Empty; ;)
        {
            var people = await database.Users
                .Where(user => user.Id > after)
                .OrderBy(user => user.Id).Select(user => user.Id)
                .Take(BatchSize).ToListAsync(cancellationToken);
            if (people.Count == 0)
                return false;

            await planner.PlanAll(people, settings: null, cancellationToken);
            after = people[^1];
        }
    }
}
