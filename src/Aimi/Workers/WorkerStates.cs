using System.Collections.Concurrent;

namespace Aimi.Workers;

/// <summary>How the workers of this process do, for <c>/health</c>. Time is the one that passes, not the clock's: a clock that is set says nothing of a worker.</summary>
public sealed class WorkerStates(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, WorkerState> _states = new(StringComparer.Ordinal);

    /// <summary>It goes to work; it pauses for so long between two runs.</summary>
    public void Began(string worker, TimeSpan pause) => _states[worker] = new WorkerState(time.GetTimestamp(), 0, pause);

    public void Succeeded(string worker, TimeSpan pause) => _states[worker] = new WorkerState(time.GetTimestamp(), 0, pause);

    public void Failed(string worker, int failures, TimeSpan pause) =>
        _states.AddOrUpdate(worker, _ => new WorkerState(time.GetTimestamp(), failures, pause), (_, state) => state with { Failures = failures });

    /// <summary>The workers that fail again and again, or that hang, by name.</summary>
    public IReadOnlyList<string> Ailing() =>
        [.. _states.Where(state => state.Value.Ails(time.GetElapsedTime(state.Value.LastSuccess))).Select(state => state.Key).Order(StringComparer.Ordinal)];

    /// <param name="LastSuccess">The timestamp of when it last ran to its end, or began where it never did.</param>
    /// <param name="Failures">In a row, since then.</param>
    /// <param name="Pause">How long it waits where there is nothing to do.</param>
    private sealed record WorkerState(long LastSuccess, int Failures, TimeSpan Pause)
    {
        /// <summary>A run may take this long.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

        public bool Ails(TimeSpan since) => Failures > 1 || since > Pause + Patience;
    }
}
