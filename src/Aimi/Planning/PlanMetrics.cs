using System.Diagnostics.Metrics;
using Aimi.Data;
using Aimi.Hosting.Telemetry;

namespace Aimi.Planning;

/// <summary>What people achieve, whoever wrote it down: a client, or Aimi. What a turn only tries, and what is said again, is not counted.</summary>
public sealed class PlanMetrics(IMeterFactory meters) : IMetrics
{
    private readonly Counter<long> _checked = meters.Counter("aimi.habit.checked", "{check_in}", "Days on which a habit was kept.");
    private readonly Counter<long> _completed = meters.Counter("aimi.goal.completed", "{goal}", "Goals that were reached.");

    void IMetrics.Begin(Meter meter)
    {
        _checked.Add(0);
        _completed.Add(0);
    }

    public void HabitChecked(AimiDbContext database) => AfterCommit.Do(database, () => _checked.Add(1));

    public void GoalCompleted(AimiDbContext database) => AfterCommit.Do(database, () => _completed.Add(1));
}
