using System.Net.WebSockets;
using System.Threading.Channels;
using Aimi.Cli.Contract;

namespace Aimi.Cli.Connection;

/// <summary>The conversation's line to the server, over as many sockets as it takes: what is said is delivered once, what is missed is replayed.</summary>
internal sealed class ChatConnection(ChatServer server, TimeProvider time, Random random)
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // A server that greets and hangs up at once has not recovered.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private readonly Channel<ChatEvent> _events = Channel.CreateUnbounded<ChatEvent>();
    private readonly Backoff _backoff = new(random);
    private readonly Lock _gate = new();
    private readonly Outbox _outbox = new();
    private readonly SeenMessages _seen = new();
    private readonly HashSet<Guid> _stored = [];
    private ChatSocket? _socket;
    private bool _everConnected;
    private int _attempts;
    private long _readUpTo;

    /// <summary>Ends when <see cref="Run"/> does.</summary>
    public ChannelReader<ChatEvent> Events => _events.Reader;

    /// <summary>How many messages exist only here, because the server has not acknowledged them.</summary>
    public int Unaccepted
    {
        get
        {
            lock (_gate)
            {
                return _outbox.Unaccepted;
            }
        }
    }

    /// <summary>The message that is being answered, or waits to be.</summary>
    public Guid? Running
    {
        get
        {
            lock (_gate)
            {
                return _outbox.Running;
            }
        }
    }

    /// <summary>Connects and reconnects until it is cancelled or refused.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                var opened = time.GetTimestamp();
                await Talk(cancellation);
                if (time.GetElapsedTime(opened) >= Settled)
                {
                    _backoff.Reset();
                    _attempts = 0;
                }

                // The wait has begun when it is told of: who moves the clock then, ends it.
                var wait = Task.Delay(_backoff.Next(), time, cancellation);
                Post(new Disconnected(++_attempts, _everConnected));
                await wait;
            }
        }
        catch (RefusedException e)
        {
            Post(new Refused(e.Message));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The person leaves.
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    /// <summary>Says it now or after the reconnect; the same <see cref="Send"/> again is the same message to the server.</summary>
    public void Say(Send send)
    {
        lock (_gate)
        {
            _outbox.Add(send);
            _socket?.Post(send);
        }
    }

    /// <summary>Assistant messages up to this one were seen; only the highest counts.</summary>
    public void MarkRead(long seq)
    {
        lock (_gate)
        {
            if (seq > _readUpTo)
            {
                _readUpTo = seq;
                _socket?.Post(new Read(seq));
            }
        }
    }

    /// <summary>False without a connection: neither makes sense later.</summary>
    public bool TryPost(ClientFrame endOrStop)
    {
        lock (_gate)
        {
            _socket?.Post(endOrStop);
            return _socket is not null;
        }
    }

    private async Task Talk(CancellationToken cancellation)
    {
        try
        {
            using var patience = new CancellationTokenSource(ConnectTimeout, time);
            using var connecting = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
            await using var socket = await ChatSocket.Open(server, connecting.Token);
            try
            {
                await foreach (var frame in socket.Frames(cancellation))
                {
                    lock (_gate)
                    {
                        Take(frame, socket);
                    }
                }
            }
            finally
            {
                lock (_gate)
                {
                    _socket = null;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or HttpRequestException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Take(ServerFrame frame, ChatSocket socket)
    {
        switch (frame)
        {
            case Hello hello:
                Greet(hello, socket);
                break;
            case Accepted accepted:
                _seen.Add(accepted.Message.Seq);
                if (_outbox.Accept(accepted) is { } early)
                {
                    Post(new Answered(accepted.ClientMessageId, early));
                }

                break;
            case Said said:
                Take(said);
                break;
            case Failed { ClientMessageId: { } id } failed when _outbox.Fail(id) is { } send:
                Post(new Unanswered(send, failed));
                break;
            case Delta delta when _stored.Contains(delta.ReplyId):
                break;
            default:
                Post(new Arrived(frame));
                break;
        }
    }

    private void Greet(Hello hello, ChatSocket socket)
    {
        // A server that knows less than was seen here was set up anew: its messages begin again from there.
        if (!_everConnected || hello.LastSeq < _seen.UpTo)
        {
            _seen.StartAfter(hello.LastSeq);
            _readUpTo = 0;
        }

        // A repeated send goes before the replay, so that its `accepted` comes before its own text does.
        foreach (var send in _outbox.Waiting)
        {
            socket.Post(send);
        }

        socket.Post(new Resume(_seen.UpTo));
        if (_readUpTo > 0)
        {
            socket.Post(new Read(_readUpTo));
        }

        _socket = socket;
        Post(new Connected(_seen.UpTo, _everConnected));
        _everConnected = true;
    }

    private void Take(Said said)
    {
        var message = said.Message;
        var answers = _outbox.Answer(said);
        if (_seen.Add(message.Seq) && (message.FromAssistant || !_outbox.IsEcho(message)))
        {
            _stored.Add(message.MessageId);
            Post(new Arrived(said));
        }

        if (answers is { } asked)
        {
            Post(new Answered(asked, said));
        }
    }

    private void Post(ChatEvent what) => _events.Writer.TryWrite(what);
}
