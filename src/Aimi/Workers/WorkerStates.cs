using System.Collections.Concurrent;

namespace Aimi.Workers;

/// <summary>How the workers of this process do, for <c>/health</c>. Time is the one that passes, not the clock's: a clock that is set says nothing of a worker.</summary>
public sealed class WorkerStates(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WorkerState> _states = new(StringComparer.Ordinal);

    /// <summary>It begins a run, for the first time or again.</summary>
    /// <param name="patience">From the end of one run to that of the next at most: its pause, and what a run may take.</param>
    public void Begins(string worker, TimeSpan patience) =>
        _states.AddOrUpdate(worker, _ => new WorkerState(time.GetTimestamp(), 0, patience), (_, state) => state with { Patience = patience });

    public void Succeeded(string worker) =>
        _states.AddOrUpdate(worker, _ => new WorkerState(time.GetTimestamp(), 0, TimeSpan.MaxValue), (_, state) => state with { LastSuccess = time.GetTimestamp(), Failures = 0 });

    /// <summary>It may not even have begun: where it can not be made.</summary>
    public void Failed(string worker, int failures) =>
        _states.AddOrUpdate(worker, _ => new WorkerState(time.GetTimestamp(), failures, TimeSpan.MaxValue), (_, state) => state with { Failures = failures });

    /// <summary>The workers that fail again and again, or that hang, by name.</summary>
    public IReadOnlyList<string> Ailing() => [.. Ailments().Select(ailment => ailment.Worker)];

    /// <summary>What ails them, by name.</summary>
    public IReadOnlyList<WorkerAilment> Ailments() =>
    [
        .. _states.Select(state => (state.Key, state.Value, Idle: time.GetElapsedTime(state.Value.LastSuccess)))
            .Where(state => state.Value.Ails(state.Idle))
            .Select(state => new WorkerAilment(state.Key, state.Value.Failures, state.Idle))
            .OrderBy(ailment => ailment.Worker, StringComparer.Ordinal),
    ];

    /// <summary>How long ago each worker last ran to its end; for one that never did, began.</summary>
    public IEnumerable<(string Worker, TimeSpan For)> Idle() => _states.Select(state => (state.Key, time.GetElapsedTime(state.Value.LastSuccess)));

    /// <param name="LastSuccess">The timestamp of when it last ran to its end, or began where it never did.</param>
    /// <param name="Failures">In a row, since then.</param>
    /// <param name="Patience">Since then at most, where it does not hang.</param>
    private sealed record WorkerState(long LastSuccess, int Failures, TimeSpan Patience)
    {
        public bool Ails(TimeSpan since) => Failures > 1 || since > Patience;
    }
}

/// <summary>A worker that gets nothing done.</summary>
/// <param name="Failures">In a row; none where it hangs.</param>
/// <param name="Idle">Since it last ran to its end.</param>
public sealed record WorkerAilment(string Worker, int Failures, TimeSpan Idle);
