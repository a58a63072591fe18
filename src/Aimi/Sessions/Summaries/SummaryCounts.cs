using Aimi.Data;
using Aimi.Workers;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions.Summaries;

/// <summary>What stands in the queue of summaries, for whoever watches over it; as a service, by the indexes of the queue.</summary>
internal static class SummaryCounts
{
    /// <summary>Sessions that ended and are not summarised yet.</summary>
    public static async Task<Waiting> Pending(AimiDbContext database, CancellationToken cancellationToken)
    {
        var pending = database.SessionSummaries
            .Where(session => session.Status == SummaryStatus.Pending || session.Status == SummaryStatus.Working)
            .OrderBy(session => session.CreatedAt);
        return new(
            await Waiting.CountOf(pending, cancellationToken),
            await pending.Select(session => (DateTimeOffset?)session.CreatedAt).FirstOrDefaultAsync(cancellationToken));
    }

    public static Task<int> GivenUp(AimiDbContext database, CancellationToken cancellationToken) =>
        Waiting.CountOf(database.SessionSummaries.Where(session => session.Status == SummaryStatus.Failed).OrderBy(session => session.EndedAt), cancellationToken);
}
