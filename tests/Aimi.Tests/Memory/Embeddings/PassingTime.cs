using System.Collections.Concurrent;

namespace Aimi.Tests.Memory.Embeddings;

/// <summary>A clock whose short waits are over at once, and written down; the long ones last until the test has them pass.</summary>
internal sealed class PassingTime(TimeSpan shortest) : TimeProvider
{
    private readonly ConcurrentQueue<Action> _long = [];

    /// <summary>The waits that were over at once.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public DateTimeOffset Now { get; set; } = A.Now;

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Has all long waits pass.</summary>
    public void PassAll()
    {
        while (_long.TryDequeue(out var fire))
            fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Once();
        if (dueTime == Timeout.InfiniteTimeSpan)
            return timer;

        var fire = () =>
        {
            if (!timer.IsStopped)
                callback(state);
        };
        if (dueTime >= shortest)
        {
            _long.Enqueue(fire);
            return timer;
        }

        Waits.Enqueue(dueTime);

        // Not from within: whoever makes a timer does not expect it to be over already.
        ThreadPool.QueueUserWorkItem(_ => fire());
        return timer;
    }

    private sealed class Once : ITimer
    {
        private volatile bool _stopped;

        public bool IsStopped => _stopped;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
