namespace Aimi.Memory.Recall;

/// <summary>
/// One order out of what vectors and full text found. Both are fused by rank, since their units do not compare (a cosine, a BM25 of this or that database);
/// what was said near a good find in the same session is lifted; then recency and importance weigh a little. Pure: the same candidates give the same order.
/// </summary>
public static class RankFusion
{
    /// <summary>After so long a memory's recency is a half.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(180);

    // All chosen by bench/Aimi.Bench recall on conversations other than those whose figures docs/memory.md gives.

    /// <summary>At this rank a list's voice is a half of its first's. The 60 of the literature is for lists of thousands, here the first ten count.</summary>
    private const double HalfRank = 10;
    private const double VectorWeight = 0.35;
    private const double LexicalWeight = 1 - VectorWeight;

    /// <summary>What a message gains from the messages one and two before and after it: questions and their answers are found together.</summary>
    private const double NearWeight = 0.175;
    private const double NextToNearWeight = NearWeight / 2;

    // Relevance first: they decide between memories that answer alike.
    private const double RecencyWeight = 0.03;
    private const double ImportanceWeight = 0.1;

    /// <param name="candidates">Each memory once, in any order.</param>
    /// <param name="limit">How many at most.</param>
    /// <returns>The best first. Of equals the newer goes first, then the order of ids decides, so that asking again answers the same.</returns>
    public static IReadOnlyList<Recalled> Rank(IReadOnlyList<Candidate> candidates, DateTimeOffset now, int limit)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);

        var vector = ByRank(candidates, candidate => candidate.Similarity);
        var lexical = ByRank(candidates, candidate => candidate.Lexical);
        var relevance = new double[candidates.Count];
        for (var i = 0; i < relevance.Length; i++)
            relevance[i] = (VectorWeight * vector[i]) + (LexicalWeight * lexical[i]);
        var lifted = Lift(candidates, relevance);

        return
        [
            .. candidates
                .Select((candidate, i) =>
                {
                    var (recency, importance) = (Recency(candidate, now), Part(candidate.Importance));
                    var score = lifted[i] * (1 - RecencyWeight - ImportanceWeight + (RecencyWeight * recency) + (ImportanceWeight * importance));
                    return new Recalled(candidate, score, vector[i], lexical[i], recency, importance);
                })
                .OrderByDescending(recalled => recalled.Score)
                .ThenByDescending(recalled => recalled.Memory.ValidFrom)
                .ThenBy(recalled => recalled.Memory.MemoryId)
                .Take(limit),
        ];
    }

    /// <summary>1 for the first, less for each that is better; equals share a rank, and 0 is for those that were not found.</summary>
    private static double[] ByRank(IReadOnlyList<Candidate> candidates, Func<Candidate, double?> value)
    {
        var scores = new double[candidates.Count];
        var found = Enumerable.Range(0, candidates.Count)
            .Where(i => value(candidates[i]) is { } number && !double.IsNaN(number))
            .OrderByDescending(i => value(candidates[i]))
            .ToArray();
        var rank = 0;
        for (var i = 0; i < found.Length; i++)
        {
            if (i > 0 && value(candidates[found[i]]) < value(candidates[found[i - 1]]))
                rank = i;
            scores[found[i]] = HalfRank / (HalfRank + rank);
        }

        return scores;
    }

    private static double[] Lift(IReadOnlyList<Candidate> candidates, double[] relevance)
    {
        var messages = new Dictionary<(Guid? Session, long Seq), double>();
        for (var i = 0; i < relevance.Length; i++)
        {
            if (Place(candidates[i]) is { } place)
                messages[place] = relevance[i];
        }

        var lifted = new double[relevance.Length];
        for (var i = 0; i < lifted.Length; i++)
        {
            var near = 0d;
            if (Place(candidates[i]) is var (session, seq))
                near = (NearWeight * (At(seq - 1) + At(seq + 1))) + (NextToNearWeight * (At(seq - 2) + At(seq + 2)));
            lifted[i] = (relevance[i] + near) / (1 + (2 * (NearWeight + NextToNearWeight)));

            double At(long there) => messages.GetValueOrDefault((session, there));
        }

        return lifted;
    }

    /// <summary>Where a single message stands; a fact or a summary has no neighbours.</summary>
    private static (Guid? Session, long Seq)? Place(Candidate candidate) =>
        candidate is { EntityType: MemoryType.Message, SourceSeqs.Count: 1 } ? (candidate.SourceSessionId, candidate.SourceSeqs[0]) : null;

    private static double Recency(Candidate candidate, DateTimeOffset now) =>
        candidate.ValidFrom >= now ? 1 : Math.Pow(0.5, (now - candidate.ValidFrom) / HalfLife);

    private static double Part(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, 0, 1);
}
