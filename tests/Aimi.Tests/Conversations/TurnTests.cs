using Aimi.Conversations;

namespace Aimi.Tests.Conversations;

/// <summary>Listening to a reply that is being said.</summary>
public sealed class TurnTests
{
    [Fact]
    public async Task Who_stops_listening_does_not_wait_for_the_next_piece()
    {
        var turn = new Turn(A.Message(A.User(), seq: 1));
        turn.Say("Раз");
        using var leaving = new CancellationTokenSource();
        await using var pieces = turn.Deltas(leaving.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await pieces.MoveNextAsync());

        var next = pieces.MoveNextAsync().AsTask();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }
}
