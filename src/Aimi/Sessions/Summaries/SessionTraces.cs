using Aimi.Data;
using Aimi.Graph;
using Aimi.Hosting.Resources;
using Aimi.Memory;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Sessions.Summaries;

/// <summary>What a session leaves behind beside its summary, in the transaction that ends its lease: memories, the portrait, the graph.</summary>
internal sealed class SessionTraces(AimiDbContext database, Memories memories, Portraits portraits, GraphWriter graph, GraphReader reader, TimeProvider time)
{
    private const int MaxThings = 400;

    /// <summary>The goals and habits that a session may speak of.</summary>
    public async Task<IReadOnlyList<KnownThing>> Things(Guid userId, CancellationToken cancellationToken)
    {
        var things = await database.GraphNodes
            .Where(node => node.UserId == userId && (node.Type == NodeType.Goal || node.Type == NodeType.Habit))
            .OrderByDescending(node => node.Id).Take(MaxThings)
            .Select(node => new { node.Type, node.Id, node.Label }).ToListAsync(cancellationToken);
        return [.. things.Select(thing => new KnownThing(thing.Type.Word(), thing.Id, thing.Label))];
    }

    public async Task Leave(SessionSummary session, SessionDigest digest, IReadOnlyList<NewMemory> told, CancellationToken cancellationToken)
    {
        if (told.Count > 0)
            await memories.Learn(session.UserId, told, cancellationToken);

        // Most chatter says nothing of a person, and costs no more than that.
        if (digest is { Facts: [], Mood: null, PendingActions: [], OpenQuestions: [], Mentions: [], Context: [] })
            return;

        await graph.Apply(
            new GraphUpdate(
                session.UserId, session.Id, session.EndedAt,
                [.. digest.Mentions.Select(thing => new ThingMention(TypeOf(thing.EntityType), thing.EntityId, thing.Valence, thing.Note, thing.Seqs))],
                [.. digest.Context.Select(spoken => new ContextMention(TypeOf(spoken.Kind.Word()), spoken.Key, spoken.Name, spoken.Relation, spoken.Seqs))]),
            cancellationToken);
        await portraits.Follow(
            session.UserId,
            new SessionPortrait(
                session.Id, await IsLatest(session, cancellationToken), digest.Summary,
                digest.Mood is { } mood ? new MoodReading(mood.Label, mood.Valence, session.Id, session.EndedAt) : null,
                await Focus(session.UserId, digest.Mentions, cancellationToken),
                [
                    .. digest.PendingActions.Select(action => new PendingAction(action.Type, action.Text, null, null, session.EndedAt, session.Id, action.Seqs)),
                    .. digest.OpenQuestions.Select(question => new PendingAction("open_question", question.Text, null, null, session.EndedAt, session.Id, question.Seqs)),
                ]),
            cancellationToken);
    }

    // The portrait keeps the messages of earlier sessions; these are this one's.
    private async Task<IReadOnlyList<FocusGoal>> Focus(Guid userId, IReadOnlyList<Mention> mentions, CancellationToken cancellationToken)
    {
        var said = mentions.ToLookup(mention => mention.EntityId, mention => mention.Seqs);
        var focus = await reader.FocusGoals(userId, time.GetUtcNow(), cancellationToken);
        return [.. focus.Select(goal => new FocusGoal(goal.GoalId, goal.Weight, goal.LastMentionedAt, [.. said[goal.GoalId].SelectMany(seqs => seqs)]))];
    }

    private static NodeType TypeOf(string word) => EnumWords.TryRead<NodeType>(word, out var type) ? type : throw new ArgumentOutOfRangeException(nameof(word), word, null);

    private async Task<bool> IsLatest(SessionSummary session, CancellationToken cancellationToken) =>
        !await database.UserStates
            .Where(state => state.UserId == session.UserId)
            .AnyAsync(
                state => database.SessionSummaries.Any(
                    last => last.UserId == session.UserId && last.Id == state.LastSummarySessionId && last.EndedAt > session.EndedAt),
                cancellationToken);
}
