namespace Aimi.Realtime;

/// <summary>
/// Carries ready-made frames (UTF-8) to the other replicas. What a replica publishes does not come back to it: its own sockets are the hub's.
/// Delivery is at most once; a client that missed a frame resumes from the database.
/// </summary>
public interface IBackplane
{
    /// <summary>Frames, of persons or control, that were not sent because the others could not be reached.</summary>
    long Dropped { get; }

    /// <summary>Sends a frame to the replicas on which the person has a socket. Never waits and never throws.</summary>
    void Publish(Guid userId, ReadOnlyMemory<byte> frame);

    /// <summary>
    /// Those of these people for whom another replica may listen; all of them where that cannot be told. For who has frames for many, of whom few are there.
    /// What is published for the others after that would reach nobody.
    /// </summary>
    ValueTask<IReadOnlySet<Guid>> Listening(IReadOnlyCollection<Guid> people);

    /// <summary>
    /// Hands the person's frames from other replicas to <paramref name="handler"/>, one after the other in the order in which each replica sent them,
    /// until disposed. While the others can not be reached it waits a bounded time, and then goes on by itself as soon as they can.
    /// </summary>
    ValueTask<IAsyncDisposable> Subscribe(Guid userId, Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken);

    /// <summary>As <see cref="Publish"/>, to all replicas: a word among them, such as "stop the reply to this message".</summary>
    void PublishControl(ReadOnlyMemory<byte> word);

    /// <summary>As <see cref="Subscribe"/>, for the words to all replicas.</summary>
    ValueTask<IAsyncDisposable> SubscribeControl(Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken);
}
