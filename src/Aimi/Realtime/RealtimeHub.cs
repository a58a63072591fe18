using System.Collections.Concurrent;

namespace Aimi.Realtime;

/// <summary>Brings frames to every socket of a person: to those of this replica at once, to the others over the backplane.</summary>
public sealed class RealtimeHub(IBackplane backplane)
{
    /// <summary>More sockets of one person are refused.</summary>
    public const int MaxSocketsPerUser = 20;

    private readonly ConcurrentDictionary<Guid, Room> _rooms = new();
    private Func<Guid, bool>? _stays;

    /// <summary>How many sockets this replica holds.</summary>
    public int Sockets => _rooms.Values.Sum(room => room.Count);

    /// <summary>How many of a person's sockets this replica holds.</summary>
    public int SocketsOf(Guid userId) => _rooms.TryGetValue(userId, out var room) ? room.Count : 0;

    /// <summary>Adds a socket. From when this returns, every frame of the person reaches it; null where they have too many.</summary>
    public async ValueTask<IAsyncDisposable?> Join(Guid userId, Outbox outbox)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(userId, static _ => new Room());
            switch (room.Add(outbox))
            {
                case RoomEntry.Full:
                    return null;
                case RoomEntry.Gone:
                    continue;
                case RoomEntry.First:
                    await room.Subscribe(backplane.Subscribe(userId, frame => room.Send(frame, except: null), CancellationToken.None));
                    break;
            }

            try
            {
                await room.Subscription;
            }
            catch
            {
                await Remove(userId, room, outbox);
                throw;
            }

            if (Volatile.Read(ref _stays) is { } stays && !stays(userId))
                outbox.Close(OutboxEnd.Leaving);
            return new Membership(this, userId, room, outbox);
        }
    }

    /// <summary>Sends a frame to every socket of a person, wherever it is connected, but one.</summary>
    public void Publish(Guid userId, ReadOnlyMemory<byte> frame, Outbox? except = null)
    {
        PublishHere(userId, frame, except);
        PublishElsewhere(userId, frame);
    }

    /// <summary>Those of these people who may have a socket on some replica now, asked once for all of them: whoever has news for many makes no frames for the others.</summary>
    public async ValueTask<IReadOnlySet<Guid>> Listening(IReadOnlyCollection<Guid> people)
    {
        var elsewhere = await backplane.Listening(people);
        return people.Where(person => _rooms.ContainsKey(person) || elsewhere.Contains(person)).ToHashSet();
    }

    /// <summary>Sends a frame to the person's sockets on this replica.</summary>
    public void PublishHere(Guid userId, ReadOnlyMemory<byte> frame, Outbox? except = null)
    {
        if (_rooms.TryGetValue(userId, out var room))
            room.Send(frame, except);
    }

    /// <summary>Sends a frame to the person's sockets on the other replicas.</summary>
    public void PublishElsewhere(Guid userId, ReadOnlyMemory<byte> frame) => backplane.Publish(userId, frame);

    /// <summary>The sockets of this replica that a session or a token opened.</summary>
    public IReadOnlyList<SignedInSocket> SignedIn() =>
    [
        .. from room in _rooms
           from outbox in room.Value.Members
           where outbox.Credential is not null
           select new SignedInSocket(room.Key, outbox.Credential!.Value, outbox),
    ];

    /// <summary>Closes the person's sockets on this replica; nothing that waits is sent.</summary>
    public void SignOut(Guid userId)
    {
        if (!_rooms.TryGetValue(userId, out var room))
            return;

        foreach (var outbox in room.Members)
            outbox.Close(OutboxEnd.SignedOut);
    }

    /// <summary>The process ends: closes every socket once what waits for it is sent, also those that come still.</summary>
    /// <param name="stays">Whose sockets are left open until <see cref="Leave(Guid)"/> is called for them.</param>
    public void Leave(Func<Guid, bool> stays)
    {
        // Before the rooms are gone through: who joins after that sees it.
        Interlocked.Exchange(ref _stays, stays);
        foreach (var (userId, room) in _rooms)
        {
            if (!stays(userId))
                room.Close();
        }
    }

    /// <summary>Closes the person's sockets on this replica, once what waits for them is sent.</summary>
    public void Leave(Guid userId)
    {
        if (_rooms.TryGetValue(userId, out var room))
            room.Close();
    }

    private async ValueTask Remove(Guid userId, Room room, Outbox outbox)
    {
        if (!room.Remove(outbox))
            return;

        _rooms.TryRemove(KeyValuePair.Create(userId, room));
        try
        {
            await (await room.Subscription).DisposeAsync();
        }
        catch (Exception)
        {
            // The subscription never stood.
        }
    }

    private sealed class Membership(RealtimeHub hub, Guid userId, Room room, Outbox outbox) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => hub.Remove(userId, room, outbox);
    }

    private enum RoomEntry
    {
        First,
        Joined,
        Full,
        Gone,
    }

    /// <summary>The sockets of one person on this replica, and the subscription that they share.</summary>
    private sealed class Room
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource<IAsyncDisposable> _subscription = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Outbox[] _members = [];
        private bool _gone;

        public int Count => _members.Length;

        public IReadOnlyList<Outbox> Members => _members;

        public Task<IAsyncDisposable> Subscription => _subscription.Task;

        /// <summary>The first socket's wait for the backplane, shared by those that come meanwhile.</summary>
        public async Task Subscribe(ValueTask<IAsyncDisposable> subscribing)
        {
            try
            {
                _subscription.SetResult(await subscribing);
            }
            catch (Exception failure)
            {
                _subscription.SetException(failure);
            }
        }

        public RoomEntry Add(Outbox outbox)
        {
            lock (_gate)
            {
                if (_gone)
                    return RoomEntry.Gone;
                if (_members.Length == MaxSocketsPerUser)
                    return RoomEntry.Full;

                _members = [.. _members, outbox];
                return _members.Length == 1 ? RoomEntry.First : RoomEntry.Joined;
            }
        }

        /// <summary>True where that was the last one: the room is closed then.</summary>
        public bool Remove(Outbox outbox)
        {
            lock (_gate)
            {
                _members = [.. _members.Where(member => member != outbox)];
                return _gone = _members.Length == 0;
            }
        }

        public void Send(ReadOnlyMemory<byte> frame, Outbox? except)
        {
            foreach (var member in _members)
            {
                if (member != except)
                    member.Send(frame);
            }
        }

        public void Close()
        {
            foreach (var member in _members)
                member.Close(OutboxEnd.Leaving);
        }
    }
}

/// <param name="Credential">What opened it.</param>
public readonly record struct SignedInSocket(Guid UserId, Guid Credential, Outbox Outbox);
