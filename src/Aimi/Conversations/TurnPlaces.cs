namespace Aimi.Conversations;

/// <summary>How many messages of each person are being stored or answered on this replica: bounds them, and tells a stop when the last is over.</summary>
internal sealed class TurnPlaces
{
    /// <summary>More messages of one person that wait for their reply are refused.</summary>
    private const int MaxPerUser = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, int> _taken = [];
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<Guid>? _leaves;

    public int Count
    {
        get
        {
            lock (_gate)
                return _taken.Values.Sum();
        }
    }

    /// <summary>Takes a place for one more message of a person, before it is stored; the turn that begins with it gives it back.</summary>
    /// <returns>Null, or why there is none.</returns>
    public SendOutcome? Take(Guid userId)
    {
        lock (_gate)
        {
            if (_leaves is not null)
                return SendOutcome.Draining;

            var taken = _taken.GetValueOrDefault(userId);
            if (taken >= MaxPerUser)
                return SendOutcome.TooMany;

            _taken[userId] = taken + 1;
            return null;
        }
    }

    public void GiveBack(Guid userId)
    {
        Action<Guid>? leaves = null;
        lock (_gate)
        {
            if (--_taken[userId] == 0)
            {
                _taken.Remove(userId);
                leaves = _leaves;
                if (leaves is not null && _taken.Count == 0)
                    _finished.TrySetResult();
            }
        }

        leaves?.Invoke(userId);
    }

    /// <summary>Whether a message of the person is being stored or answered.</summary>
    public bool IsBusyWith(Guid userId)
    {
        lock (_gate)
            return _taken.ContainsKey(userId);
    }

    /// <summary>Gives no place any more.</summary>
    /// <param name="leaves">Called for each person who gives back their last.</param>
    /// <returns>Completes when all are given back.</returns>
    public Task Finish(Action<Guid> leaves)
    {
        lock (_gate)
        {
            _leaves = leaves;
            if (_taken.Count == 0)
                _finished.TrySetResult();
        }

        return _finished.Task;
    }
}
