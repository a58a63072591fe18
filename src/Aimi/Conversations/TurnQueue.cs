using System.Data.Common;
using Aimi.Messages;

namespace Aimi.Conversations;

/// <summary>
/// Turns of one person go one after the other. Whose turn it is stands in the database (<see cref="Conversation.TurnSeq"/>), so that it holds across
/// replicas; here the messages of this replica wait in the order of their seqs, and hand the turn on to each other without asking again.
/// </summary>
internal sealed class TurnQueue(ChatMessages messages, TimeProvider time)
{
    /// <summary>How often a message asks whether another replica's turn is over.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Line> _lines = [];

    /// <summary>Puts a message into the line, at once: whoever is stored later stands behind it.</summary>
    /// <param name="hasTurn">The turn began when the message was stored.</param>
    /// <returns>Completes when the turn is handed to it here; <see cref="Enter"/> waits for that, and asks.</returns>
    public Task Join(Guid userId, long seq, bool hasTurn)
    {
        lock (_gate)
        {
            var line = LineOf(userId);
            if (!hasTurn)
                return line.Wait(seq);

            line.Holder = seq;
            return Task.CompletedTask;
        }
    }

    /// <summary>Waits for the turn of a message.</summary>
    /// <param name="granted">What <see cref="Join"/> answered.</param>
    /// <returns>Taken, or Answered where another replica was faster.</returns>
    public async Task<TurnClaim> Enter(Guid userId, long seq, Task granted, CancellationToken cancellationToken)
    {
        try
        {
            while (!granted.IsCompletedSuccessfully)
            {
                bool mayAsk;
                Task changed;
                lock (_gate)
                {
                    var line = LineOf(userId);
                    mayAsk = line.Holder is null && line.Next == seq;
                    changed = line.Changed.Task;
                }

                // Not cancelled: a turn that is taken, and that nobody here knows of, could not be given back.
                if (mayAsk && await messages.ClaimTurn(userId, seq, CancellationToken.None) is var claim and not TurnClaim.Busy)
                {
                    Admit(userId, seq, holds: claim == TurnClaim.Taken);

                    // Answered elsewhere, and handed the turn here all the same meanwhile.
                    if (claim == TurnClaim.Answered && granted.IsCompletedSuccessfully)
                        await Abandon(userId, seq);
                    return claim;
                }

                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(granted, changed, Task.Delay(AskAgain, time, waiting.Token));
                await waiting.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return TurnClaim.Taken;
        }
        catch
        {
            Admit(userId, seq, holds: false);
            if (granted.IsCompletedSuccessfully)
                await Abandon(userId, seq);
            throw;
        }
    }

    /// <summary>Whose turn is next on this replica; null where nobody waits here.</summary>
    public long? Next(Guid userId)
    {
        lock (_gate)
            return _lines.TryGetValue(userId, out var line) ? line.Next : null;
    }

    /// <summary>The turn of <paramref name="seq"/> is over, and was handed to <paramref name="handedTo"/>.</summary>
    public async Task Leave(Guid userId, long seq, long? handedTo)
    {
        bool taken;
        lock (_gate)
        {
            var line = LineOf(userId);
            if (line.Holder == seq)
                line.Holder = null;
            taken = handedTo is not { } next || line.Grant(next);
            if (taken && handedTo is not null)
                line.Holder = handedTo;
            line.Pulse();
            if (line.IsEmpty)
                _lines.Remove(userId);
        }

        if (taken)
            return;

        // It left the line while the turn was on its way to it. What was answered is answered: at worst the lease runs out.
        try
        {
            await Abandon(userId, handedTo!.Value);
        }
        catch (Exception away) when (away is DbException or TimeoutException)
        {
        }
    }

    /// <summary>Gives back the turn of a message that was not answered.</summary>
    public async Task Abandon(Guid userId, long seq)
    {
        var next = Next(userId);
        var handed = false;
        try
        {
            await messages.ReleaseTurn(userId, seq, next, CancellationToken.None);
            handed = true;
        }
        finally
        {
            await Leave(userId, seq, handed ? next : null);
        }
    }

    private void Admit(Guid userId, long seq, bool holds)
    {
        lock (_gate)
        {
            var line = LineOf(userId);
            line.Remove(seq);
            if (holds)
                line.Holder = seq;
            line.Pulse();
            if (line.IsEmpty)
                _lines.Remove(userId);
        }
    }

    private Line LineOf(Guid userId)
    {
        if (!_lines.TryGetValue(userId, out var line))
            _lines[userId] = line = new Line();
        return line;
    }

    /// <summary>The messages of one person that wait on this replica.</summary>
    private sealed class Line
    {
        private readonly SortedDictionary<long, TaskCompletionSource> _waiting = [];

        public long? Holder { get; set; }

        public long? Next => _waiting.Count == 0 ? null : _waiting.First().Key;

        public bool IsEmpty => Holder is null && _waiting.Count == 0;

        public TaskCompletionSource Changed { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Wait(long seq) =>
            (_waiting[seq] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void Remove(long seq) => _waiting.Remove(seq);

        public bool Grant(long seq)
        {
            if (!_waiting.Remove(seq, out var grant))
                return false;

            grant.SetResult();
            return true;
        }

        public void Pulse()
        {
            Changed.TrySetResult();
            Changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
