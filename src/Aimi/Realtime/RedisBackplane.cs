using Aimi.Data;
using StackExchange.Redis;

namespace Aimi.Realtime;

/// <summary>
/// Frames by Redis's publish and subscribe: a channel <c>frames:{USER_ID}</c> a person (the braces are literal, as in the keys), <c>control</c> for all.
/// Before each frame stand the sixteen bytes of the replica that sent it, which tell it its own. The connection subscribes again by itself when Redis is back.
/// </summary>
/// <param name="subscribeWithin">How long a subscription waits for Redis to confirm it; 250 ms where it is not said.</param>
internal sealed class RedisBackplane(RedisConnection redis, TimeSpan? subscribeWithin = null) : IBackplane
{
    // What Redis has not taken yet; one that is so far behind will not catch up.
    private const long MaxBytesInFlight = 16 * 1024 * 1024;
    private const int ReplicaIdBytes = 16;

    private static readonly RedisChannel Control = RedisChannel.Literal("control");

    private readonly TimeSpan _subscribeWithin = subscribeWithin ?? TimeSpan.FromMilliseconds(250);
    private readonly byte[] _replicaId = Guid.CreateVersion7().ToByteArray();
    private long _bytesInFlight;
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    public void Publish(Guid userId, ReadOnlyMemory<byte> frame) => _ = Send(Frames(userId), frame);

    public async ValueTask<IReadOnlySet<Guid>> Listening(IReadOnlyCollection<Guid> people)
    {
        // A server knows only those who subscribed at itself: it is asked where it is the only one.
        if (people.Count == 0 || redis.Current is not { IsConnected: true } connection || connection.GetServers() is not [{ ServerType: ServerType.Standalone }])
            return people.ToHashSet();

        try
        {
            object[] question = ["NUMSUB", .. people.Select(person => (object)Frames(person))];
            var answer = await connection.GetDatabase().ExecuteAsync("PUBSUB", question).WaitAsync(_subscribeWithin);
            return people.Where((_, place) => (long)answer[1 + 2 * place] > 0).ToHashSet();
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            return people.ToHashSet();
        }
    }

    public ValueTask<IAsyncDisposable> Subscribe(Guid userId, Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken) =>
        Listen(Frames(userId), handler, cancellationToken);

    public void PublishControl(ReadOnlyMemory<byte> word) => _ = Send(Control, word);

    public ValueTask<IAsyncDisposable> SubscribeControl(Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken) =>
        Listen(Control, handler, cancellationToken);

    private static RedisChannel Frames(Guid userId) => RedisChannel.Literal($"frames:{{{userId}}}");

    /// <summary>Writes the frame to the connection before it first awaits, so that frames leave in the order of the calls; never throws.</summary>
    private async Task Send(RedisChannel channel, ReadOnlyMemory<byte> frame)
    {
        var bytes = ReplicaIdBytes + frame.Length;
        try
        {
            if (Interlocked.Add(ref _bytesInFlight, bytes) > MaxBytesInFlight || redis.Current is not { IsConnected: true } connection)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            var signed = new byte[bytes];
            _replicaId.CopyTo(signed, 0);
            frame.CopyTo(signed.AsMemory(ReplicaIdBytes));
            await connection.GetSubscriber().PublishAsync(channel, signed);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _dropped);
        }
        finally
        {
            Interlocked.Add(ref _bytesInFlight, -bytes);
        }
    }

    private async ValueTask<IAsyncDisposable> Listen(RedisChannel channel, Action<ReadOnlyMemory<byte>> handler, CancellationToken cancellationToken)
    {
        var connection = await redis.Connect().WaitAsync(cancellationToken);
        var subscriber = connection.GetSubscriber();

        // Without waiting for Redis: so the subscription is kept, and made when Redis is back, even where it can not be made now.
        var queue = await subscriber.SubscribeAsync(channel, CommandFlags.FireAndForget);
        queue.OnMessage(message => Receive(message.Message, handler));
        try
        {
            // Answered behind the subscription on the same connection.
            await subscriber.PingAsync().WaitAsync(_subscribeWithin, cancellationToken);
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            // Not yet.
        }
        catch
        {
            await queue.UnsubscribeAsync(CommandFlags.FireAndForget);
            throw;
        }

        return new Subscription(queue);
    }

    private void Receive(ReadOnlyMemory<byte> signed, Action<ReadOnlyMemory<byte>> handler)
    {
        if (signed.Length >= ReplicaIdBytes && !signed.Span[..ReplicaIdBytes].SequenceEqual(_replicaId))
            handler(signed[ReplicaIdBytes..]);
    }

    private sealed class Subscription(ChannelMessageQueue queue) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => new(queue.UnsubscribeAsync(CommandFlags.FireAndForget));
    }
}
