using System.Diagnostics;
using Aimi.Conversations;
using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Conversations;

/// <summary>Listening to a reply that is being said.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Who_stops_listening_does_not_wait_for_the_next_piece()
    {
        var turn = new Turn(A.Message(A.User(), seq: 1), default, span: null);
        turn.Say("Раз");
        using var leaving = new CancellationTokenSource();
        await using var pieces = turn.Deltas(leaving.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await pieces.MoveNextAsync());

        var next = pieces.MoveNextAsync().AsTask();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void A_trace_is_named_only_where_it_is_kept(ActivityTraceFlags flags, bool named)
    {
        using var span = new Activity("turn") { ActivityTraceFlags = flags }.Start();

        Assert.Equal(named ? span.TraceId.ToHexString() : null, new Turn(A.Message(A.User(), seq: 1), default, span).TraceId);
    }
}
