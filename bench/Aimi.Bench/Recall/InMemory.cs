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
        var sessions = Sessions(turns);
        var contexts = turns.Select((_, i) => IndexText.Context(Before(sessions, turns, i))).ToArray();
        var plain = new Bm25([.. turns.Select(turn => Terms(turn.Text, 1).ToArray())]);
        var words = new Bm25([.. turns.Select((turn, i) => Terms(turn.Text, 1).Concat(Terms(contexts[i], IndexText.ContextWeight)).ToArray())]);
        var vectors = turns.Select((turn, i) => OfflineEmbedder.Embed(IndexText.Of(turn.Text, contexts[i]))).ToArray();

        return
        [
            Way("plain BM25", (question, limit) => Best(Plain(question), limit)),
            Way("full text", (question, limit) => Best(Words(question), limit)),
            Way("vectors", (question, limit) => Best(Similarities(question), limit, above: double.NegativeInfinity)),
            Way("fused", Fused),
        ];

        double[] Plain(string question) => plain.Score(Terms(question, 1).Distinct());
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
                turns[i].OccurredAt, null, IsActive: true, Id(sessions[i]), [i]));
            return RankFusion.Rank([.. candidates], turns[^1].OccurredAt, limit).Select(recalled => (int)recalled.Memory.SourceSeqs[0]);
        }

        RecallWay Way(string name, Func<string, int, IEnumerable<int>> recall) =>
            new(name, (question, limit) => Task.FromResult<IReadOnlyList<string?>>([.. recall(question, limit).Select(i => turns[i].ExternalId)]));
    }

    /// <summary>As an import has them: by <c>conversation</c>, where it is not given by gaps of more than ten minutes.</summary>
    private static int[] Sessions(IReadOnlyList<Turn> turns)
    {
        var sessions = new int[turns.Count];
        for (var i = 1; i < turns.Count; i++)
        {
            var (turn, last) = (turns[i], turns[i - 1]);
            var goesOn = turn.Conversation == last.Conversation && (turn.Conversation is not null || turn.OccurredAt - last.OccurredAt <= TimeSpan.FromMinutes(10));
            sessions[i] = goesOn ? sessions[i - 1] : sessions[i - 1] + 1;
        }

        return sessions;
    }

    private static IEnumerable<int> Best(double[] scores, int limit, double above = 0) =>
        Enumerable.Range(0, scores.Length).Where(i => scores[i] > above).OrderByDescending(i => scores[i]).Take(limit);

    private static IEnumerable<string> Before(int[] sessions, IReadOnlyList<Turn> turns, int i) =>
        Enumerable.Range(1, Math.Min(i, IndexText.ContextMessages)).TakeWhile(back => sessions[i - back] == sessions[i]).Select(back => turns[i - back].Text);

    private static IEnumerable<(string Stem, double Weight)> Terms(string text, double weight) => Stems.OfText(text).Select(stem => (stem, weight));

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
