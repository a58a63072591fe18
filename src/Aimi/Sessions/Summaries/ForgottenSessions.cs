using Aimi.Data;
using Aimi.Graph;
using Aimi.Memory.Forgetting;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions.Summaries;

/// <summary>Takes what is forgotten out of the summaries of sessions, out of the graph, and out of the cache.</summary>
internal sealed class ForgottenSessions(AimiDbContext database, GraphWriter graph, ISessionCache cache) : IForgetter
{
    public async Task<ForgottenTraces> Forget(Guid userId, ForgottenText what, ForgottenSources sources, CancellationToken cancellationToken)
    {
        var changed = 0;
        await foreach (var session in database.SessionSummaries
            .Where(session => session.UserId == userId && session.Status == SummaryStatus.Done).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            Cut(session, what, sources);
            if (database.Entry(session).State == EntityState.Modified)
                changed++;
            else
                database.Entry(session).State = EntityState.Detached;
        }

        await database.SaveChangesAsync(cancellationToken);
        var drawn = await graph.Forget(userId, what.Tells, (name, said) => sources.Name(what, name, said), sources.Emptied, cancellationToken);
        return new ForgottenTraces(changed, drawn.Nodes, drawn.Links);
    }

    public async Task<int> ClearCopies(Guid userId, CancellationToken cancellationToken)
    {
        // Whichever session it holds: the next message builds it anew from the messages as they are now.
        if (await cache.Read(userId, cancellationToken) is not { } held)
            return 0;

        await cache.Clear(userId, held.Session.SessionId, cancellationToken);
        return 1;
    }

    private static void Cut(SessionSummary session, ForgottenText what, ForgottenSources sources)
    {
        session.Summary = sources.Summaries.Contains(session.Id) ? "" : session.Summary is { } summary && what.Tells(summary) ? what.CutDrawn(summary) : session.Summary;
        session.Facts = Without(session.Facts, fact => what.Tells(fact.Text) || what.Tells(fact.Value));
        session.Intents = Without(session.Intents, intent => what.Tells(intent.Text));
        session.OpenQuestions = Without(session.OpenQuestions, question => what.Tells(question.Text));
        session.PendingActions = Without(session.PendingActions, action => what.Tells(action.Text));
        session.Context = Without(session.Context, spoken => sources.Name(what, spoken.Name, spoken.Seqs));
        session.Mentions = session.Mentions?.Select(mention => what.Tells(mention.Note) ? mention with { Note = null } : mention).ToList();
    }

    private static IReadOnlyList<T>? Without<T>(IReadOnlyList<T>? parts, Func<T, bool> tells) => parts?.Any(tells) == true ? [.. parts.Where(part => !tells(part))] : parts;
}
