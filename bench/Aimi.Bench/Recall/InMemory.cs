using Aimi.Language;
using Aimi.Memory;
using Aimi.Memory.Embeddings;
using Aimi.Memory.Recall;

namespace Aimi.Bench.Recall;

/// <summary>Single messages as memories, searched in memory: the floor, each half of the recall, and what <see cref="RankFusion"/> makes of both.</summary>
internal static class InMemory
{
    /// <summary>How many candidates each search gives to the fusion.</summary>
    private const int Candidates = 100;

    public static IReadOnlyList<RecallWay> Ways(IReadOnlyList<Turn> turns)
    {
        var indexed = turns.Select((turn, i) => IndexText.Of(turn.Text, i > 0 && turns[i - 1].Conversation == turn.Conversation ? turns[i - 1].Text : null)).ToArray();
        var plain = new Bm25([.. turns.Select(turn => Stems.OfText(turn.Text))]);
        var words = new Bm25([.. indexed.Select(Stems.OfText)]);
        var vectors = indexed.Select(OfflineEmbedder.Embed).ToArray();
        var sessions = turns.Select(turn => turn.Conversation ?? "").Distinct(StringComparer.Ordinal).Select((name, i) => (name, i)).ToDictionary(session => session.name, session => Id(session.i), StringComparer.Ordinal);

        return
        [
            Way("plain BM25", (question, limit) => Best(Plain(question), limit)),
            Way("full text", (question, limit) => Best(Words(question), limit)),
            Way("vectors", (question, limit) => Best(Similarities(question), limit, above: double.NegativeInfinity)),
            Way("fused", Fused),
        ];

        double[] Plain(string question) => plain.Score(Stems.OfText(question).Distinct(StringComparer.Ordinal).Select(stem => (stem, 1d)));
        double[] Words(string question) => words.Score(QueryWords.Of(question).Select(term => (term.Stem, term.Weight)));
        double[] Similarities(string question)
        {
            var asked = OfflineEmbedder.Embed(question);
            return [.. vectors.Select(vector => vector.Zip(asked, (a, b) => (double)a * b).Sum())];
        }

        IEnumerable<int> Fused(string question, int limit)
        {
            var (similarities, lexical) = (Similarities(question), Words(question));
            var near = Best(similarities, Candidates, above: double.NegativeInfinity).ToHashSet();
            var matching = Best(lexical, Candidates).ToHashSet();
            var candidates = near.Union(matching).Select(i => new Candidate(
                Id(i), MemoryType.Message, null, null, turns[i].Text, near.Contains(i) ? similarities[i] : null, matching.Contains(i) ? lexical[i] : null, 0.5,
                turns[i].OccurredAt, null, IsActive: true, sessions[turns[i].Conversation ?? ""], [i]));
            return RankFusion.Rank([.. candidates], turns[^1].OccurredAt, limit).Select(recalled => (int)recalled.Memory.SourceSeqs[0]);
        }

        RecallWay Way(string name, Func<string, int, IEnumerable<int>> recall) =>
            new(name, (question, limit) => Task.FromResult<IReadOnlyList<string?>>([.. recall(question, limit).Select(i => turns[i].ExternalId)]));
    }

    private static IEnumerable<int> Best(double[] scores, int limit, double above = 0) =>
        Enumerable.Range(0, scores.Length).Where(i => scores[i] > above).OrderByDescending(i => scores[i]).Take(limit);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
