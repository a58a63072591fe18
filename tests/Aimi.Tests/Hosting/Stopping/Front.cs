using Aimi.Tests.Infrastructure;

namespace Aimi.Tests.Hosting.Stopping;

/// <summary>The processes that take people in, as a balancer knows them.</summary>
internal sealed class Front
{
    private readonly Lock _gate = new();
    private readonly List<Uri> _serving = [];
    private readonly HashSet<Uri> _stopped = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _over;
    private int _turn;

    public void Add(Uri server) => Change(() => _serving.Add(server));

    /// <summary>It was told to stop; nobody is told of it but by the process itself.</summary>
    public void Stops(Uri server) => Change(() => _stopped.Add(server));

    /// <summary>It refused somebody, which only one that was told to stop may do.</summary>
    public void Refused(Uri server) => Change(() =>
    {
        Assert.Contains(server, _stopped);
        _serving.Remove(server);
    });

    /// <summary>No other comes any more.</summary>
    public void Over() => Change(() => _over = true);

    /// <summary>One of those that serve, each in its turn; waits for one where there is none. Null when all is over.</summary>
    public async Task<Uri?> Next()
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_serving.Count > 0)
                    return _serving[_turn++ % _serving.Count];
                if (_over)
                    return null;
                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience.Longest, TestContext.Current.CancellationToken);
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
