using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>
/// What Aimi says by herself, such as a reminder, is heard as a reply is, by whoever is there. Nothing is made ready for who is not: whether they come back before the session is
/// over nobody knows, and when they do the database fills the cache.
/// </summary>
internal sealed class UnaskedMessages(SessionContext context, RealtimeHub hub) : IMessageWatcher
{
    private const int PeopleAtOnce = 32;

    public async Task Stored(IReadOnlyList<StoreOutcome> stored, CancellationToken cancellationToken)
    {
        var there = await hub.Listening([.. stored.Select(outcome => outcome.Message!.UserId).Distinct()]);
        foreach (var outcome in stored.Where(outcome => outcome.Ended is { Count: > 0 } && !there.Contains(outcome.Message!.UserId)))
        {
            foreach (var ended in outcome.Ended!)
                context.Tell(outcome.Message!.UserId, ended);
        }

        // In the order of each person's messages; not all people at once, for the cache is shared with those who are talking.
        await Parallel.ForEachAsync(
            stored.Where(outcome => there.Contains(outcome.Message!.UserId)).GroupBy(outcome => outcome.Message!.UserId),
            new ParallelOptions { MaxDegreeOfParallelism = PeopleAtOnce, CancellationToken = cancellationToken },
            async (mine, stopping) =>
            {
                foreach (var outcome in mine)
                    await Tell(mine.Key, outcome, stopping);
            });
    }

    private async Task Tell(Guid userId, StoreOutcome outcome, CancellationToken cancellationToken)
    {
        var (message, session) = (outcome.Message!, outcome.Session!);
        foreach (var before in (outcome.Ended ?? []).Where(ended => ended.SessionId != session.SessionId))
            context.Tell(userId, before);

        await context.Add(message, session, answered: null, cancellationToken);
        hub.Publish(userId, MessageFrame.Of(message).ToUtf8());
        foreach (var ended in (outcome.Ended ?? []).Where(ended => ended.SessionId == session.SessionId))
            context.Tell(userId, ended);
    }
}
