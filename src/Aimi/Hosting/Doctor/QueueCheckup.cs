using Aimi.Data;
using Aimi.Reminders;
using Aimi.Sessions.Summaries;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Hosting.Doctor;

/// <summary>What waits in the queues of a database that is up to date, and what is tried no more.</summary>
internal static class QueueCheckup
{
    public static async Task Examine(IDbContextFactory<AimiDbContext> databases, TimeProvider time, Action<Finding> tell, CancellationToken cancellationToken)
    {
        using var acting = Acting.AsService();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var due = await ReminderCounts.Due(database, now, cancellationToken);
        var pending = await SummaryCounts.Pending(database, cancellationToken);
        var (reminders, summaries) = (await ReminderCounts.GivenUp(database, cancellationToken), await SummaryCounts.GivenUp(database, cancellationToken));

        if (now - due.Oldest > QueuesHealth.LateReminder)
            tell(new(Verdict.Doubtful, "Queues.Late", due.Count, Local(due.Oldest)));
        if (now - pending.Oldest > QueuesHealth.LateSummary)
            tell(new(Verdict.Doubtful, "Queues.Unsummarised", pending.Count, Local(pending.Oldest)));
        if (reminders + summaries > 0)
            tell(new(Verdict.Doubtful, "Queues.GivenUp", reminders, summaries));
        tell(new(Verdict.Fine, "Queues", due.Count, pending.Count));

        DateTimeOffset Local(DateTimeOffset? instant) => TimeZoneInfo.ConvertTime(instant ?? now, time.LocalTimeZone);
    }
}
