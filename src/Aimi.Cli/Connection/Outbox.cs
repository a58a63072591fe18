using Aimi.Cli.Contract;

namespace Aimi.Cli.Connection;

/// <summary>What was said and is not answered, in the order in which it was said. All of it is sent again after a reconnect;
/// the server knows each message by its client_message_id.</summary>
internal sealed class Outbox
{
    private readonly List<Entry> _waiting = [];
    private readonly Dictionary<Guid, Said> _replies = [];

    public IReadOnlyList<Send> Waiting => _waiting.ConvertAll(e => e.Send);

    /// <summary>The message whose reply is under way: the turns of a person go one after the other.</summary>
    public Guid? Running => _waiting.Count > 0 ? _waiting[0].Send.ClientMessageId : null;

    /// <summary>How many the server has not acknowledged: these exist only here.</summary>
    public int Unaccepted => _waiting.Count(e => e.MessageId is null);

    public void Add(Send send) => _waiting.Add(new Entry(send));

    /// <summary>The reply, if it overtook this frame: a replay and a repeated send run side by side.</summary>
    public Said? Accept(Accepted frame)
    {
        var entry = _waiting.Find(e => e.Send.ClientMessageId == frame.ClientMessageId);
        if (entry is null)
        {
            return null;
        }

        entry.MessageId = frame.Message.MessageId;
        if (_replies.Remove(frame.Message.MessageId, out var reply))
        {
            _waiting.Remove(entry);
        }

        return reply;
    }

    /// <summary>The message that this reply answers, if it was sent from here and was still waiting.</summary>
    public Guid? Answer(Said reply)
    {
        if (reply.Message.ReplyTo is not { } asked)
        {
            return null;
        }

        var entry = _waiting.Find(e => e.MessageId == asked);
        if (entry is not null)
        {
            _waiting.Remove(entry);
            return entry.Send.ClientMessageId;
        }

        // Only a message whose `accepted` is still to come can be the one that was asked.
        if (Unaccepted > 0)
        {
            _replies[asked] = reply;
        }

        return null;
    }

    /// <summary>Takes a message out that the server could not answer; null when it is not here.</summary>
    public Send? Fail(Guid clientMessageId)
    {
        var entry = _waiting.Find(e => e.Send.ClientMessageId == clientMessageId);
        if (entry is null)
        {
            return null;
        }

        _waiting.Remove(entry);
        return entry.Send;
    }

    /// <summary>A person's message that is the echo of one from here whose `accepted` is still to come.</summary>
    public bool IsEcho(ChatMessage message) => _waiting.Exists(e => e.MessageId is null && string.Equals(e.Send.Text, message.Text, StringComparison.Ordinal));

    private sealed class Entry(Send send)
    {
        public Send Send { get; } = send;

        public Guid? MessageId { get; set; }
    }
}
