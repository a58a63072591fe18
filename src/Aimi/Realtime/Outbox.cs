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

    private readonly TaskCompletionSource _overflow = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the client read too slowly, and frames were lost to it.</summary>
    public Task Overflow => _overflow.Task;

    private readonly TaskCompletionSource _signedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when whoever holds the socket may not any more.</summary>
    public Task SignedOut => _signedOut.Task;

    /// <summary>The session or the token that opened the socket; null where there are no accounts.</summary>
    public Guid? Credential { get; init; }

    /// <summary>Queues a frame; false where the outbox is closed, or full and therefore closed now.</summary>
    public bool Send(ReadOnlyMemory<byte> frame)
    {
        if (Interlocked.Add(ref _bytes, frame.Length) <= MaxBytes && _frames.Writer.TryWrite(frame))
            return true;

        // TryComplete is false where it was closed before: then nothing overflowed.
        if (_frames.Writer.TryComplete())
            _overflow.TrySetResult();
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

    /// <summary>No more frames come; those that wait are still sent.</summary>
    public void Close() => _frames.Writer.TryComplete();

    /// <summary>Whoever holds the socket may not any more: nothing that waits is sent.</summary>
    public void SignOut()
    {
        _signedOut.TrySetResult();
        Close();
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
