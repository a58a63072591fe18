using System.Globalization;
using Aimi.Data;
using Aimi.Reminders;
using Aimi.Sessions.Summaries;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aimi.Hosting;

/// <summary>The queues of the database drain, whichever replica's workers do it: a worker may run well and still get nothing done.</summary>
internal sealed class QueuesHealth(IDbContextFactory<AimiDbContext> databases, Readiness readiness, TimeProvider time) : IHealthCheck
{
    /// <summary>A reminder that is later was not on time for its person; a worker that fails tries again within half a minute.</summary>
    public static readonly TimeSpan LateReminder = TimeSpan.FromMinutes(2);

    /// <summary>Five attempts with their pauses take 13 minutes: then a session is either summarised or given up.</summary>
    public static readonly TimeSpan LateSummary = TimeSpan.FromMinutes(20);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // The tables may not be there yet.
        if (readiness.State is ServingState.Starting or ServingState.Migrating)
            return HealthCheckResult.Healthy();

        Waiting reminders, summaries;
        var now = time.GetUtcNow();
        try
        {
            using var acting = Acting.AsService();
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            reminders = await ReminderCounts.Due(database, now, cancellationToken);
            summaries = await SummaryCounts.Pending(database, cancellationToken);
        }
        catch (Exception away) when (ErrorHandling.IsDatabaseAway(away))
        {
            return HealthCheckResult.Degraded("The queues can not be looked at: the database does not answer.");
        }

        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["reminders_due"] = reminders.Count.ToString(CultureInfo.InvariantCulture),
            ["summaries_pending"] = summaries.Count.ToString(CultureInfo.InvariantCulture),
        };
        List<string> troubles = [];
        if (reminders.Oldest is { } due)
            data["oldest_due"] = WireJson.Instant(due);
        if (summaries.Oldest is { } pending)
            data["oldest_pending"] = WireJson.Instant(pending);
        if (now - reminders.Oldest > LateReminder)
            troubles.Add($"Reminders are late: the oldest was due {data["oldest_due"]}. Look at the workers reminder_dispatcher and reminder_outside_dispatcher, here and in the log.");
        if (now - summaries.Oldest > LateSummary)
            troubles.Add($"Sessions wait to be summarised since {data["oldest_pending"]}. Look at the worker session_summary, here and in the log; a long import takes its time.");
        return troubles.Count == 0 ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded(string.Join(' ', troubles), data: data);
    }
}
