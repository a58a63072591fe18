using System.Threading.Channels;

namespace Aimi.Realtime;

/// <summary>
/// What waits to be sent over one socket. Bounded: a client that stops reading is cut off, it does not fill the memory;
/// it comes back with <c>resume</c> and misses nothing.
/// </summary>
public sealed class Outbox
{
    private const int MaxFrames = 1024;
    private const int MaxBytes = 1024 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _frames =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MaxFrames) { SingleReader = true });

    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _bytes;

    private readonly TaskCompletionSource<OutboxEnd> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when no more frames come, and tells why; those that wait may not be sent yet.</summary>
    public Task<OutboxEnd> Closed => _closed.Task;

    /// <summary>The session or the token that opened the socket; null where there are no accounts.</summary>
    public Guid? Credential { get; init; }

    /// <summary>The trace of the request that opened the socket; null where none is kept.</summary>
    public string? Traceparent { get; init; }

    /// <summary>Queues a frame; false where the outbox is closed, or full and therefore closed now.</summary>
    public bool Send(ReadOnlyMemory<byte> frame)
    {
        if (Interlocked.Add(ref _bytes, frame.Length) <= MaxBytes && _frames.Writer.TryWrite(frame))
            return true;

        Close(OutboxEnd.Overflow);
        return false;
    }

    /// <summary>As <see cref="Send"/>, but waits for room: for a long replay, which should not cut the client off.</summary>
    public async Task SendPatiently(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Before the room is looked at: what is taken after that completes it.
            var taken = Volatile.Read(ref _taken).Task;
            if (Volatile.Read(ref _bytes) <= MaxBytes / 2 && _frames.Reader.Count <= MaxFrames / 2)
                break;
            if (_frames.Reader.Completion.IsCompleted)
                return;
            await taken.WaitAsync(cancellationToken);
        }

        Send(frame);
    }

    /// <summary>No more frames come. The first reason stands.</summary>
    public void Close(OutboxEnd why)
    {
        _closed.TrySetResult(why);
        _frames.Writer.TryComplete();
    }

    /// <summary>The frames, as they come, until the outbox is closed.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Frames()
    {
        await foreach (var frame in _frames.Reader.ReadAllAsync())
        {
            Interlocked.Add(ref _bytes, -frame.Length);
            Interlocked.Exchange(ref _taken, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            yield return frame;
        }
    }
}

/// <summary>Why a socket is sent nothing more.</summary>
public enum OutboxEnd
{
    /// <summary>One of the two sides goes.</summary>
    Leaving,

    /// <summary>Whoever holds the socket may not any more.</summary>
    SignedOut,

    /// <summary>The client read too slowly, and frames were lost to it.</summary>
    Overflow,
}
