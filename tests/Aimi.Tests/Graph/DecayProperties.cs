using Aimi.Graph;
using CsCheck;

namespace Aimi.Tests.Graph;

/// <summary>What holds for every weight, whenever and how often it was spoken of.</summary>
public sealed class DecayProperties
{
    private static readonly Gen<double> Weight = Gen.Double[0, 1];
    private static readonly Gen<double> Valence = Gen.Double[-1, 1];
    private static readonly Gen<DateTimeOffset> Moment = Gen.Int[-2000, 2000].Select(day => A.Now.AddDays(day).AddMinutes(day * 7));

    [Fact]
    public void A_weight_halves_in_a_half_life_and_never_leaves_0_to_1() => Gen.Select(Weight, Moment, Moment).Sample((weight, since, now) =>
    {
        var later = Decay.At(weight, since, now);
        Assert.InRange(later, 0, weight);
        Assert.Equal(weight / 2, Decay.At(weight, since, since + Decay.HalfLife), 12);
        Assert.Equal(now <= since || weight == 0, later == weight);
    });

    [Fact]
    public void Later_is_never_more_and_the_steps_between_do_not_matter() => Gen.Select(Weight, Moment.Array[3]).Sample((weight, moments) =>
    {
        var times = moments.Order().ToArray();
        var between = Decay.At(weight, times[0], times[1]);
        var last = Decay.At(weight, times[0], times[2]);
        Assert.True(last <= between);
        Assert.Equal(last, Decay.At(between, times[1], times[2]), 9);
    });

    [Fact]
    public void A_mention_never_takes_weight_away_and_never_makes_more_than_1() => Gen.Select(Weight, Moment, Weight, Moment).Sample((weight, last, gain, at) =>
    {
        var grown = Decay.Grown(weight, last, gain, at);
        Assert.InRange(grown, Decay.At(weight, last, Decay.Later(last, at)) - 1e-12, 1);
        Assert.True(Decay.Grown(weight, last, gain / 2, at) <= grown);
    });

    [Fact]
    public void Two_mentions_weigh_the_same_whichever_is_heard_first() => Gen.Select(Weight, Moment, Weight, Moment).Sample((gain, at, other, then) =>
    {
        var forth = Decay.Grown(Decay.Grown(0, null, gain, at), at, other, then);
        var back = Decay.Grown(Decay.Grown(0, null, other, then), then, gain, at);
        Assert.Equal(forth, back, 12);
    });

    [Fact]
    public void More_messages_of_a_session_add_more_up_to_a_few()
    {
        var gains = Enumerable.Range(1, 8).Select(messages => Decay.Gain(0.2, messages)).ToList();
        Assert.Equal(0.2, gains[0], 12);
        Assert.True(gains[0] < gains[1] && gains[1] < gains[4]);
        Assert.Equal(gains[4], gains[7]);
        Assert.True(gains[7] < 1);
    }

    [Fact]
    public void A_momentum_goes_towards_what_is_said_and_stays_between_its_bounds() => Gen.Select(Valence, Moment, Valence, Moment).Sample((momentum, last, valence, at) =>
    {
        var kept = Decay.At(1, last, Decay.Later(last, at)) * momentum;
        var moved = Decay.Moved(momentum, last, valence, at);
        Assert.InRange(moved, -1, 1);
        if (valence == 0)
            Assert.Equal(kept, moved, 12);
        else
            Assert.InRange(moved, Math.Min(kept, valence) - 1e-12, Math.Max(kept, valence) + 1e-12);
    });
}
