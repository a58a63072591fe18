using Aimi.Conversations;
using Aimi.Data;
using Aimi.Messages;

namespace Aimi.Tests.Conversations;

public sealed class TurnQueueTests
{
    [Fact]
    public async Task A_turn_that_is_taken_while_the_process_stops_is_known_and_given_back()
    {
        using var stopping = new CancellationTokenSource();
        var store = new Claims(stopping);
        var queue = new TurnQueue(new ChatMessages(store, database: null!), TimeProvider.System);
        var person = Guid.CreateVersion7();

        var claim = await queue.Enter(person, 7, queue.Join(person, 7, hasTurn: false), stopping.Token);
        await queue.Abandon(person, 7);

        Assert.Equal(TurnClaim.Taken, claim);
        Assert.Equal([7], store.Released);
    }

    /// <summary>Takes the turn, and is told of the stop before it can say so.</summary>
    private sealed class Claims(CancellationTokenSource stopping) : IMessageStore
    {
        public int Lanes => 1;

        public List<long> Released { get; } = [];

        public async Task<TurnClaim> ClaimTurn(Guid userId, long seq, bool renew, CancellationToken cancellationToken)
        {
            await stopping.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return TurnClaim.Taken;
        }

        public Task ReleaseTurn(Guid userId, long seq, long? handTo, CancellationToken cancellationToken)
        {
            Released.Add(seq);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<StoreOutcome>> Store(IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoreOutcome>> Store(AimiDbContext database, IReadOnlyList<NewMessage> batch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoreOutcome>> Say(AimiDbContext database, IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task Import(AimiDbContext database, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SessionEnd?> End(Guid userId, SessionEndReason reason, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<(Guid UserId, SessionEnd Ended)>> EndTimedOut(int count, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
