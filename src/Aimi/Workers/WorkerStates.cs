using System.Collections.Concurrent;

namespace Aimi.Workers;

/// <summary>How the workers of this process do, for <c>/health</c>.</summary>
public sealed class WorkerStates(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WorkerState> _states = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, WorkerState> All => _states;

    public void Succeeded(string worker) => _states[worker] = new WorkerState(time.GetUtcNow(), 0);

    public void Failed(string worker, int failures) =>
        _states.AddOrUpdate(worker, new WorkerState(null, failures), (_, state) => state with { Failures = failures });
}

/// <param name="LastSuccess">Null where it never ran to its end.</param>
/// <param name="Failures">In a row, since then.</param>
public sealed record WorkerState(DateTimeOffset? LastSuccess, int Failures);
