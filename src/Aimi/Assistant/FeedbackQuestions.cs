using Aimi.Data;
using Aimi.Planning;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Assistant;

/// <summary>Plans that are over, and of which the person has not said how they went: the next conversation asks, once for each.</summary>
public sealed class FeedbackQuestions(IDbContextFactory<AimiDbContext> database, TimeProvider time)
{
    /// <summary>What is longer over is not asked about any more.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(2);

    /// <summary>What to ask about, the last that is over; null where there is nothing.</summary>
    public async Task<FeedbackQuestion?> Next(Guid userId, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Fresh;
        await using var context = await database.CreateDbContextAsync(cancellationToken);

        // The last change tells: the worker made it wait, or the assistant has asked.
        return await context.Events
            .Where(planned => planned.UserId == userId
                && (planned.Status == EventStatus.AwaitingFeedback
                    || context.EventOccurrences.Any(occurrence => occurrence.UserId == userId
                        && occurrence.EventId == planned.Id && occurrence.Status == EventStatus.AwaitingFeedback)))
            .Select(planned => new
            {
                planned.Id,
                planned.Title,
                Last = context.EventHistory
                    .Where(change => change.UserId == userId && change.EventId == planned.Id)
                    .OrderByDescending(change => change.ChangedAt).ThenByDescending(change => change.Id)
                    .Select(change => new { change.ToStatus, change.By, change.ChangedAt })
                    .FirstOrDefault(),
            })
            .Where(planned => planned.Last!.ToStatus == EventStatus.AwaitingFeedback && planned.Last.By == EventActor.Worker && planned.Last.ChangedAt > since)
            .OrderByDescending(planned => planned.Last!.ChangedAt)
            .Select(planned => new FeedbackQuestion(planned.Id, planned.Title))
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The person was asked: the history of the plan says so, and they are not asked again.</summary>
    public async Task Asked(Guid userId, FeedbackQuestion question, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var context = await database.CreateDbContextAsync(cancellationToken);
        await context.AddMissing(
            [
                new EventHistory
                {
                    UserId = userId,
                    Id = Guid.CreateVersion7(now),
                    EventId = question.EventId,
                    FromStatus = EventStatus.AwaitingFeedback,
                    ToStatus = EventStatus.AwaitingFeedback,
                    ChangedAt = now,
                    By = EventActor.Assistant,
                },
            ],
            cancellationToken);
    }
}

/// <param name="Title">As the person, or a calendar of theirs, wrote it.</param>
public sealed record FeedbackQuestion(Guid EventId, string Title);
