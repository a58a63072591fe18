using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Aimi.Assistant.Llm;
using Aimi.Hosting;
using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>
/// The answering of one message. It goes on when the client that sent the message is gone: the reply is stored, and is there when it asks again.
/// </summary>
internal sealed class Turn(ChatMessage question, Arrival arrival, Activity? span)
{
    /// <summary>A reply is cut here, in UTF-16 units: no model may fill the database.</summary>
    private const int MaxLength = 32_000;

    private readonly Lock _gate = new();
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<ChatMessage> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Made by who waits for more; most turns have nobody who does.</summary>
    private TaskCompletionSource? _more;

    private List<Outbox>? _askers;

    public ChatMessage Question => question;

    public Arrival Arrival => arrival;

    /// <summary>Ends with it; null where no trace is kept.</summary>
    public Activity? Span => span;

    /// <summary>By which an operator finds it; null where no trace of it is kept.</summary>
    public string? TraceId => span is { Recorded: true } ? span.TraceId.ToHexString() : null;

    /// <summary>The id that the reply is stored under, known from its first piece on.</summary>
    public Guid ReplyId { get; } = Guid.CreateVersion7();

    /// <summary>The stored reply.</summary>
    /// <exception cref="ReplyFailedException">There is none; the message stays, and sending it again answers it.</exception>
    public Task<ChatMessage> Reply => _reply.Task;

    /// <summary>Who replies; null where that is the offline assistant, and nobody else could be.</summary>
    internal ReplyOrigin? Origin { get; private set; }

    /// <summary>What the reply before asked the person to agree to, once that was looked up.</summary>
    internal PendingConfirmation? Pending { get; set; }

    /// <summary>Set when the person wants no more of this reply.</summary>
    internal CancellationTokenSource Stop { get; } = new();

    /// <summary>What was said so far.</summary>
    internal string Said
    {
        get
        {
            lock (_gate)
                return _said.ToString();
        }
    }

    /// <summary>How much was said so far, in UTF-16 units.</summary>
    internal int SaidLength
    {
        get
        {
            lock (_gate)
                return _said.Length;
        }
    }

    /// <summary>The pieces of the reply from its beginning, whenever this is called; ends with the reply, however that ends.</summary>
    public async IAsyncEnumerable<string> Deltas([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var position = 0; ;)
        {
            string piece;
            Task? more = null;
            lock (_gate)
            {
                // Asked under the lock: whoever completes the reply after this finds the waiting.
                piece = _said.ToString(position, _said.Length - position);
                if (piece.Length == 0 && !_reply.Task.IsCompleted)
                    more = (_more ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            position += piece.Length;
            if (piece.Length > 0)
                yield return piece;
            else if (more is null)
                yield break;
            else
                await more.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Says as much of a piece as there is room for, and tells what that was; empty where the reply is full.</summary>
    internal string Say(string piece)
    {
        lock (_gate)
        {
            var room = MaxLength - _said.Length;
            if (piece.Length > room)
                piece = piece[..(room > 0 && char.IsHighSurrogate(piece[room - 1]) ? room - 1 : room)];
            _said.Append(piece);
        }

        Pulse();
        return piece;
    }

    // Who began it tells why; who goes on, who it is.
    internal void ComesFrom(ReplyOrigin origin) => Origin = origin with { Fallback = origin.Fallback ?? Origin?.Fallback };

    internal void Complete(ChatMessage stored)
    {
        _reply.TrySetResult(stored);
        Pulse();
    }

    /// <summary>The socket that a message came over hears of it if there is no reply; of a reply all of the person's sockets hear.</summary>
    internal void AskedOver(Outbox socket)
    {
        lock (_gate)
        {
            if (!_reply.Task.IsCompleted)
            {
                (_askers ??= []).Add(socket);
                return;
            }
        }

        if (_reply.Task.IsFaulted)
            socket.Send(Failure());
    }

    internal void Fail(ReplyFailedException failure)
    {
        List<Outbox>? askers;
        lock (_gate)
        {
            _reply.TrySetException(failure);
            askers = _askers;
        }

        // Here, and not by whoever waits for the reply: a socket may be closed once the turn is over.
        foreach (var socket in askers ?? [])
            socket.Send(Failure());
        Pulse();

        // Nobody may be waiting any more; the failure was logged where it happened.
        _ = _reply.Task.Exception;
    }

    private ReadOnlyMemory<byte> Failure() => new ErrorFrame(Problems.Unavailable, ReplyFailedException.Advice, question.ClientMessageId, TraceId).ToUtf8();

    private void Pulse()
    {
        lock (_gate)
        {
            _more?.TrySetResult();
            _more = null;
        }
    }
}

/// <summary>A message was stored, and could not be answered.</summary>
public sealed class ReplyFailedException(Exception inner) : Exception(Advice, inner)
{
    public const string Advice = "The message is stored, but was not answered. Send it again with the same client_message_id.";
}
