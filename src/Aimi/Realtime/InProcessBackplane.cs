using System.Collections.Frozen;

namespace Aimi.Realtime;

/// <summary>The only replica has nobody to tell.</summary>
internal sealed class InProcessBackplane : IBackplane
{
    public long Dropped => 0;

    public void Publish(Guid userId, ReadOnlyMemory<byte> frame)
    {
    }

    public ValueTask<IReadOnlySet<Guid>> Listening(IReadOnlyCollection<Guid> people) => ValueTask.FromResult<IReadOnlySet<Guid>>(FrozenSet<Guid>.Empty);

    public ValueTask<IAsyncDisposable> Subscribe(Guid userId, Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IAsyncDisposable>(Nobody.Instance);

    public void PublishControl(ReadOnlyMemory<byte> word)
    {
    }

    public ValueTask<IAsyncDisposable> SubscribeControl(Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IAsyncDisposable>(Nobody.Instance);

    private sealed class Nobody : IAsyncDisposable
    {
        public static readonly Nobody Instance = new();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
