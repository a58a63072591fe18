using Aimi.Data;
using Microsoft.EntityFrameworkCore;

namespace Aimi.Graph;

/// <summary>
/// Brings the graph in line with what was said and with what is to be forgotten. It works in the transaction that is open on the context and holds the person
/// (<see cref="Accounts.PersonLock"/>); once a session, which is the caller's to see to.
/// </summary>
public sealed class GraphWriter(AimiDbContext database, TimeProvider time)
{
    /// <summary>People, places and topics of one person; beyond it the weakest give way.</summary>
    public const int MaxNodes = 300;

    /// <summary>Links of one person; beyond it the weakest give way.</summary>
    public const int MaxLinks = 2000;

    /// <summary>Messages that a node or a link remembers, the latest.</summary>
    public const int MaxEvidence = 20;

    /// <summary>What one message adds to the weight of a person, a place or a topic.</summary>
    private const double PerMessage = 0.2;

    /// <summary>Adds what a session shows: goals and habits gain weight and momentum, people, places and topics are there, what was spoken of together is linked.</summary>
    public async Task Apply(GraphUpdate update, CancellationToken cancellationToken)
    {
        var spoken = new List<SpokenNode>();
        spoken.AddRange(await HearGoals(update, cancellationToken));
        spoken.AddRange(await HearHabits(update, cancellationToken));
        spoken.AddRange(await HearContext(update, cancellationToken));
        await Link(update, SpokenTogether.Pairs(spoken), cancellationToken);

        var added = database.ChangeTracker.Entries().Any(entry => entry is { State: EntityState.Added, Entity: ContextNode or ContextLink });
        await database.SaveChangesAsync(cancellationToken);
        if (added)
            await new GraphBounds(database, update.UserId).Keep(cancellationToken);
    }

    /// <summary>
    /// Takes out what is forgotten: people, places and topics whose names tell of it, notes that do, those messages as evidence, and what has no other evidence.
    /// </summary>
    /// <param name="tells">Whether a note tells of it.</param>
    /// <param name="names">Whether a name, spoken of in these messages, does.</param>
    /// <param name="seqs">The messages of which nothing is left.</param>
    public async Task<ForgottenGraph> Forget(
        Guid userId, Func<string, bool> tells, Func<string, IReadOnlyCollection<long>, bool> names, IReadOnlyCollection<long> seqs, CancellationToken cancellationToken)
    {
        var forgotten = seqs.ToHashSet();
        var nodes = await database.ContextNodes.Where(node => node.UserId == userId).ToListAsync(cancellationToken);
        var goneNodes = nodes.Where(node => names(node.Label, node.EvidenceSeqs) || Lost(node.EvidenceSeqs, forgotten)).ToList();
        foreach (var node in nodes.Where(node => node.EvidenceSeqs.Any(forgotten.Contains)))
        {
            // Which message said what it is to the person is not known: it may have been one of these.
            node.EvidenceSeqs = Without(node.EvidenceSeqs, forgotten);
            node.Relation = null;
        }

        var goneIds = goneNodes.Select(node => (node.Type, node.Id)).ToHashSet();
        var links = await database.ContextLinks.Where(link => link.UserId == userId).ToListAsync(cancellationToken);
        var goneLinks = links.Where(link =>
            goneIds.Contains((link.FromType, link.FromId)) || goneIds.Contains((link.ToType, link.ToId)) || Lost(link.EvidenceSeqs, forgotten)).ToList();
        foreach (var link in links.Where(link => link.EvidenceSeqs.Any(forgotten.Contains)))
            link.EvidenceSeqs = Without(link.EvidenceSeqs, forgotten);

        var goals = await database.GoalStates.Where(state => state.UserId == userId && state.StatusNote != null).ToListAsync(cancellationToken);
        var habits = await database.HabitStates.Where(state => state.UserId == userId && state.StatusNote != null).ToListAsync(cancellationToken);
        var notes = goals.Cast<IThingState>().Concat(habits).Where(state => tells(state.StatusNote!)).ToList();
        notes.ForEach(state => state.StatusNote = null);

        database.RemoveRange(goneNodes);
        database.RemoveRange(goneLinks);
        await database.SaveChangesAsync(cancellationToken);
        return new ForgottenGraph(goneNodes.Count, goneLinks.Count, notes.Count);
    }

    // Goals and habits that are gone since the session are passed over.
    private async Task<IEnumerable<SpokenNode>> HearGoals(GraphUpdate update, CancellationToken cancellationToken)
    {
        if (Merged(update, NodeType.Goal) is not { Count: > 0 } mentions)
            return [];

        var goals = await database.Goals.Where(goal => goal.UserId == update.UserId && mentions.Keys.Contains(goal.Id))
            .Select(goal => goal.Id).ToListAsync(cancellationToken);
        var states = await database.GoalStates.Where(state => state.UserId == update.UserId && goals.Contains(state.GoalId))
            .ToDictionaryAsync(state => state.GoalId, cancellationToken);
        foreach (var goal in goals)
        {
            var now = time.GetUtcNow();
            var state = states.GetValueOrDefault(goal)
                ?? database.Add(new GoalState { UserId = update.UserId, GoalId = goal, CreatedAt = now, UpdatedAt = now }).Entity;
            state.Hear(mentions[goal], update.At);
        }

        return goals.Select(goal => new SpokenNode(NodeType.Goal, goal, mentions[goal].Seqs));
    }

    private async Task<IEnumerable<SpokenNode>> HearHabits(GraphUpdate update, CancellationToken cancellationToken)
    {
        if (Merged(update, NodeType.Habit) is not { Count: > 0 } mentions)
            return [];

        var habits = await database.Habits.Where(habit => habit.UserId == update.UserId && mentions.Keys.Contains(habit.Id))
            .Select(habit => habit.Id).ToListAsync(cancellationToken);
        var states = await database.HabitStates.Where(state => state.UserId == update.UserId && habits.Contains(state.HabitId))
            .ToDictionaryAsync(state => state.HabitId, cancellationToken);
        foreach (var habit in habits)
        {
            var now = time.GetUtcNow();
            var state = states.GetValueOrDefault(habit)
                ?? database.Add(new HabitState { UserId = update.UserId, HabitId = habit, CreatedAt = now, UpdatedAt = now }).Entity;
            state.Hear(mentions[habit], update.At);
        }

        return habits.Select(habit => new SpokenNode(NodeType.Habit, habit, mentions[habit].Seqs));
    }

    private async Task<List<SpokenNode>> HearContext(GraphUpdate update, CancellationToken cancellationToken)
    {
        var mentions = update.Context.Where(ContextNames.IsName).GroupBy(mention => (mention.Type, mention.Key)).ToList();
        var keys = mentions.Select(mention => mention.Key.Key).Distinct(StringComparer.Ordinal).ToList();
        var known = keys.Count == 0 ? [] : await database.ContextNodes.Where(node => node.UserId == update.UserId && keys.Contains(node.Key))
            .ToDictionaryAsync(node => (node.Type, node.Key), cancellationToken);
        var spoken = new List<SpokenNode>();
        foreach (var mention in mentions)
        {
            var seqs = Sorted(mention.SelectMany(one => one.Seqs));
            if (!known.TryGetValue(mention.Key, out var node))
                node = database.Add(NewNode(update, mention.First())).Entity;
            foreach (var one in mention)
            {
                node.Label = ContextNames.Nicer(node.Type, node.Label, one.Label);
                node.Relation = ContextNames.Relation(one.Relation) ?? node.Relation;
            }

            node.Weight = Decay.Grown(node.Weight, node.LastMentionedAt, Decay.Gain(PerMessage, seqs.Count), update.At);
            node.Mentions++;
            node.LastMentionedAt = Decay.Later(node.LastMentionedAt, update.At);
            node.EvidenceSeqs = Latest(node.EvidenceSeqs, seqs);
            spoken.Add(new SpokenNode(node.Type, node.Id, seqs));
        }

        return spoken;
    }

    private async Task Link(GraphUpdate update, List<SpokenPair> pairs, CancellationToken cancellationToken)
    {
        if (pairs.Count == 0)
            return;

        var ends = pairs.SelectMany(pair => new[] { pair.From.Id, pair.To.Id }).Distinct().ToList();
        var known = await database.ContextLinks
            .Where(link => link.UserId == update.UserId && link.Relation == Relations.MentionedWith && ends.Contains(link.FromId) && ends.Contains(link.ToId))
            .ToDictionaryAsync(link => (link.FromType, link.FromId, link.ToType, link.ToId), cancellationToken);
        foreach (var pair in pairs)
        {
            if (!known.TryGetValue((pair.From.Type, pair.From.Id, pair.To.Type, pair.To.Id), out var link))
                link = database.Add(NewLink(update, pair)).Entity;

            link.Weight = Decay.Grown(link.Weight, link.LastSeenAt, pair.Gain, update.At);
            link.LastSeenAt = Decay.Later(link.LastSeenAt, update.At);
            link.EvidenceSeqs = Latest(link.EvidenceSeqs, pair.Seqs);
        }
    }

    private ContextNode NewNode(GraphUpdate update, ContextMention mention) => new()
    {
        UserId = update.UserId,
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        Type = mention.Type,
        Key = mention.Key,
        Label = ContextNames.Fit(mention.Label),
        LastMentionedAt = update.At,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };

    private ContextLink NewLink(GraphUpdate update, SpokenPair pair) => new()
    {
        UserId = update.UserId,
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        FromType = pair.From.Type,
        FromId = pair.From.Id,
        ToType = pair.To.Type,
        ToId = pair.To.Id,
        Relation = Relations.MentionedWith,
        LastSeenAt = update.At,
        CreatedAt = time.GetUtcNow(),
        UpdatedAt = time.GetUtcNow(),
    };

    /// <summary>One mention a thing: a session may tell of the same in several.</summary>
    private static Dictionary<Guid, ThingMention> Merged(GraphUpdate update, NodeType type) =>
        update.Things.Where(thing => thing.Type == type).GroupBy(thing => thing.Id).ToDictionary(
            group => group.Key,
            group => new ThingMention(
                type,
                group.Key,
                group.Where(one => one.Valence != 0).Select(one => one.Valence).DefaultIfEmpty(0).Average(),
                group.Select(one => one.Note).LastOrDefault(note => !string.IsNullOrWhiteSpace(note)),
                Sorted(group.SelectMany(one => one.Seqs))));

    private static List<long> Sorted(IEnumerable<long> seqs) => [.. seqs.Distinct().Order()];

    private static long[] Latest(long[] known, IEnumerable<long> seqs) => [.. known.Union(seqs).Order().TakeLast(MaxEvidence)];

    private static bool Lost(long[] evidence, HashSet<long> forgotten) => evidence.Length > 0 && evidence.All(forgotten.Contains);

    private static long[] Without(long[] evidence, HashSet<long> forgotten) => [.. evidence.Where(seq => !forgotten.Contains(seq))];
}
