using System.Collections.Concurrent;

namespace Aimi.Tests.Infrastructure;

/// <summary>A clock whose short waits are over at once, and written down; the long ones last until the test has them pass.</summary>
internal sealed class PassingTime(TimeSpan shortest) : TimeProvider
{
    private readonly ConcurrentQueue<Action> _long = [];

    /// <summary>The waits that were over at once.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public DateTimeOffset Now { get; set; } = A.Now;

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Has all long waits that there are pass.</summary>
    public void PassAll()
    {
        for (var count = _long.Count; count > 0 && _long.TryDequeue(out var fire); count--)
            ThreadPool.QueueUserWorkItem(_ => fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Once(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Begin(TimeSpan wait, Action fire)
    {
        if (wait >= shortest)
        {
            _long.Enqueue(fire);
            return;
        }

        Waits.Enqueue(wait);

        // Not from within: whoever makes a timer does not expect it to be over already.
        ThreadPool.QueueUserWorkItem(_ => fire());
    }

    private sealed class Once(PassingTime time, Action callback) : ITimer
    {
        private volatile bool _stopped;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                time.Begin(dueTime, Fire);
            return !_stopped;
        }

        public void Dispose() => _stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire()
        {
            if (!_stopped)
                callback();
        }
    }
}
