using System.Diagnostics;
using Aimi.Hosting.Telemetry;

namespace Aimi.Messages;

/// <summary>
/// Gathers the messages of concurrent requests into batches: while a statement is under way, what comes in waits and goes with the next.
/// A lone message goes at once; under load many share one statement and one commit.
/// </summary>
internal sealed class StoreBatcher(IMessageStore store)
{
    /// <summary>Most messages in one statement.</summary>
    private const int MaxBatch = 128;

    private readonly Lock _gate = new();
    private readonly LinkedList<Pending> _queue = [];
    private int _running;

    /// <summary>Stores a message. Cancelling stops the waiting; a message that went into a batch is stored all the same.</summary>
    public Task<StoreOutcome> Store(NewMessage message, CancellationToken cancellationToken)
    {
        var pending = new Pending(message);
        lock (_gate)
        {
            _queue.AddLast(pending);
            if (_running == store.Lanes)
                return pending.Done.Task.WaitAsync(cancellationToken);

            _running++;
        }

        _ = Drain();
        return pending.Done.Task.WaitAsync(cancellationToken);
    }

    // Its owner are the callers: each waits for its own outcome, a failure reaches all of its batch.
    private async Task Drain()
    {
        var batch = new List<Pending>();
        while (Take(batch))
        {
            using var span = Begin(batch);
            try
            {
                var outcomes = await store.Store(batch.ConvertAll(pending => pending.Message), CancellationToken.None);
                for (var i = 0; i < batch.Count; i++)
                    batch[i].Done.SetResult(outcomes[i]);
            }
            catch (Exception failure)
            {
                span.Fail(failure.GetType().Name);
                foreach (var pending in batch)
                    pending.Done.TrySetException(failure);
            }
        }
    }

    // What one statement does for many is part of one's trace, and linked to the others'. Whoever began to drain is long gone.
    private static Activity? Begin(List<Pending> batch)
    {
        if (!Spans.Source.HasListeners())
            return null;

        Activity.Current = null;
        var traced = batch.Select(pending => pending.Trace).Where(trace => trace.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)).ToList();
        return traced.Count == 0 ? null
            : Spans.Source.StartActivity(ActivityKind.Internal, traced[0], tags: null, traced.Skip(1).Select(trace => new ActivityLink(trace)), name: "store messages")
                ?.SetTag("db.operation.batch.size", batch.Count);
    }

    // At most one message of a person goes into a batch; the others keep their place.
    private bool Take(List<Pending> batch)
    {
        batch.Clear();
        var people = new HashSet<Guid>();
        lock (_gate)
        {
            for (var node = _queue.First; node is not null && batch.Count < MaxBatch;)
            {
                var next = node.Next;
                if (people.Add(node.Value.Message.UserId))
                {
                    batch.Add(node.Value);
                    _queue.Remove(node);
                }

                node = next;
            }

            if (batch.Count == 0)
                _running--;
        }

        return batch.Count > 0;
    }

    private sealed class Pending(NewMessage message)
    {
        public NewMessage Message => message;

        public ActivityContext Trace { get; } = Spans.Source.HasListeners() ? Activity.Current?.Context ?? default : default;

        public TaskCompletionSource<StoreOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
