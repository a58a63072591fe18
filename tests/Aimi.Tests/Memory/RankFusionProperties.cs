using Aimi.Memory;
using Aimi.Memory.Recall;
using CsCheck;

namespace Aimi.Tests.Memory;

public sealed class RankFusionProperties
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Few different values, so that equals are met; and what a database should never give.
    private static readonly double?[] Odd = [null, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300];
    private static readonly Gen<double?> AnyScore = Gen.OneOf(Gen.Int[-4, 10].Select(value => (double?)value / 10), Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]));

    private static readonly Gen<IReadOnlyList<Candidate>> AnyCandidates =
        Gen.Select(AnyScore, AnyScore, Gen.Double[-1, 2], Gen.Int[-30, 4_000], Gen.Int[0, 1], Gen.Bool)
            .List[0, 40]
            .Select(list => (IReadOnlyList<Candidate>)[.. list.Select((parts, i) => Memory(i, parts.Item1, parts.Item2) with
            {
                Importance = parts.Item3,
                ValidFrom = Now.AddDays(-parts.Item4),
                SourceSessionId = Id(parts.Item5),
                EntityType = parts.Item6 ? MemoryType.Message : MemoryType.Fact,
            })]);

    [Fact]
    public void Every_part_and_the_score_are_from_0_to_1_and_the_best_go_first() => AnyCandidates.Sample(candidates =>
    {
        var ranked = RankFusion.Rank(candidates, Now, int.MaxValue);
        return ranked.Count == candidates.Count
            && ranked.All(one => new[] { one.Score, one.VectorScore, one.LexicalScore, one.RecencyScore, one.ImportanceScore }.All(part => part is >= 0 and <= 1.000001))
            && ranked.Zip(ranked.Skip(1)).All(pair => pair.First.Score >= pair.Second.Score);
    });

    [Fact]
    public void A_limit_is_the_beginning_of_the_whole_order() => Gen.Select(AnyCandidates, Gen.Int[0, 50]).Sample((candidates, limit) =>
        RankFusion.Rank(candidates, Now, limit).SequenceEqual(RankFusion.Rank(candidates, Now, int.MaxValue).Take(limit)));

    [Fact]
    public void The_order_in_which_they_were_found_makes_no_difference() => Gen.Select(AnyCandidates, Gen.Int).Sample((candidates, seed) =>
    {
        var shuffled = candidates.ToArray();
        new Random(seed).Shuffle(shuffled);
        return RankFusion.Rank(candidates, Now, 100).Select(one => one.Memory.MemoryId).SequenceEqual(RankFusion.Rank(shuffled, Now, 100).Select(one => one.Memory.MemoryId));
    });

    [Fact]
    public void What_is_nearer_more_literal_newer_or_more_important_never_falls() => Gen.Select(AnyCandidates, Gen.Int[0, 1_000], Gen.Int[0, 3], Gen.Double[0, 1]).Sample(
        (candidates, pick, part, gain) =>
        {
            if (candidates.Count == 0)
                return true;

            var before = candidates[pick % candidates.Count];
            var after = part switch
            {
                0 => before with { Similarity = Risen(before.Similarity, gain) },
                1 => before with { Lexical = Risen(before.Lexical, gain) },
                2 => before with { ValidFrom = before.ValidFrom.AddDays(gain * 100) },
                _ => before with { Importance = before.Importance + gain },
            };

            // A neighbour's rise may carry it along, and its own rise its neighbours: without neighbours it is the only one that rises.
            var alone = candidates.Select(candidate => candidate with { EntityType = MemoryType.Fact }).ToArray();
            var risen = alone.Select(candidate => candidate.MemoryId == before.MemoryId ? after with { EntityType = MemoryType.Fact } : candidate).ToArray();
            return Place(risen, before.MemoryId) <= Place(alone, before.MemoryId);
        });

    [Fact]
    public void Found_by_both_beats_found_by_one()
    {
        var ranked = RankFusion.Rank([Memory(1, 0.9, null), Memory(2, 0.8, 5), Memory(3, null, 6)], Now, 3);
        Assert.Equal(Id(2), ranked[0].Memory.MemoryId);
        Assert.Equal((1, 0), (ranked.Single(one => one.Memory.MemoryId == Id(1)).VectorScore, ranked.Single(one => one.Memory.MemoryId == Id(1)).LexicalScore));
    }

    [Fact]
    public void Units_of_the_databases_make_no_difference()
    {
        Candidate[] candidates = [Memory(1, 0.5, 0.031), Memory(2, 0.4, 0.060), Memory(3, 0.3, 0.059)];
        var other = candidates.Select(candidate => candidate with { Lexical = candidate.Lexical * 400 }).ToArray();
        Assert.Equal(RankFusion.Rank(candidates, Now, 3).Select(one => one.Score), RankFusion.Rank(other, Now, 3).Select(one => one.Score));
    }

    [Fact]
    public void The_answer_to_a_good_find_is_lifted_and_the_same_seq_of_another_session_is_not()
    {
        var found = Memory(1, 0.9, 9) with { SourceSeqs = [41] };
        var answer = Memory(2, 0.1, null) with { SourceSeqs = [42] };
        var stranger = Memory(3, 0.1, null) with { SourceSeqs = [42], SourceSessionId = Id(7) };
        var ranked = RankFusion.Rank([stranger, answer, found], Now, 3);
        Assert.Equal([Id(1), Id(2), Id(3)], ranked.Select(one => one.Memory.MemoryId));
        Assert.True(ranked[1].Score > ranked[2].Score);
    }

    [Fact]
    public void Of_equals_the_newer_goes_first()
    {
        var old = Memory(1, 0.5, 3) with { ValidFrom = Now.AddYears(-2), SourceSeqs = [1] };
        var young = Memory(2, 0.5, 3) with { ValidFrom = Now.AddDays(-1), SourceSeqs = [90] };
        Assert.Equal([Id(2), Id(1)], RankFusion.Rank([old, young], Now, 2).Select(one => one.Memory.MemoryId));
        Assert.Equal(0.5, RankFusion.Rank([old with { ValidFrom = Now - RankFusion.HalfLife }], Now, 1)[0].RecencyScore, 6);
    }

    private static double Risen(double? score, double gain) => score is { } number && !double.IsNaN(number) ? number + gain : gain;

    private static int Place(IReadOnlyList<Candidate> candidates, Guid memory) =>
        RankFusion.Rank(candidates, Now, int.MaxValue).Select(one => one.Memory.MemoryId).ToList().IndexOf(memory);

    private static Candidate Memory(int number, double? similarity, double? lexical) =>
        new(Id(number), MemoryType.Message, null, null, "", similarity, lexical, 0.5, Now, null, IsActive: true, Id(0), [number]);

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);
}
