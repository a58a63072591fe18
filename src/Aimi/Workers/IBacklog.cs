using Aimi.Data;
using Aimi.Hosting.Telemetry;

namespace Aimi.Workers;

/// <summary>What waits in a queue of the database. <see cref="BacklogReader"/> has it counted; its gauges tell what was counted last.</summary>
internal interface IBacklog : IMetrics
{
    /// <summary>Counts as <see cref="Waiting"/> does.</summary>
    Task Read(AimiDbContext database, CancellationToken cancellationToken);
}

/// <summary>Counts the backlogs on each replica, for whichever is asked: all of them tell the same of the one database.</summary>
internal sealed class BacklogReader(IEnumerable<IBacklog> backlogs, AimiDbContext database) : IWorker
{
    public static string Name => "backlog_reader";

    public static TimeSpan Pause => TimeSpan.FromSeconds(15);

    public async Task<bool> RunOnce(CancellationToken cancellationToken)
    {
        foreach (var backlog in backlogs)
            await backlog.Read(database, cancellationToken);
        return false;
    }
}
