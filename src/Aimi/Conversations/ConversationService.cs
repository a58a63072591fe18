using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Text.Json;
using Aimi.Accounts;
using Aimi.Hosting;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;
using Microsoft.Extensions.Options;

namespace Aimi.Conversations;

/// <summary>The only way into a conversation, whatever the transport.</summary>
internal sealed class ConversationService(
    ChatMessages messages,
    TurnPlaces places,
    Turns turns,
    SessionContext context,
    RealtimeHub hub,
    IBackplane backplane,
    People people,
    ConversationMetrics metrics,
    IOptions<ChatSessionOptions> limits,
    TimeProvider time)
    : IHostedService, IAsyncDisposable
{
    /// <summary>How long an end of the session waits for the replies that it stops.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    /// <summary>How often an end of the session asks whether another replica has stopped.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    private const string TurnSpan = "turn";

    private static readonly ReadOnlyDictionary<string, string> NothingPending = ReadOnlyDictionary<string, string>.Empty;

    private IAsyncDisposable? _control;

    /// <summary>Stores what a person said, and has it answered.</summary>
    /// <param name="origin">The socket that it came over: the person's others hear of the message, this one has its own word for it.</param>
    /// <param name="accepted">Called once the message is durable, before the first piece of the reply.</param>
    public async Task<SendOutcome> Send(
        Guid userId, string text, Guid? clientMessageId, Outbox? origin, Action<ChatMessage>? accepted, CancellationToken cancellationToken)
    {
        if (places.Take(userId) is { } refused)
            return refused;

        var span = origin is null ? Spans.Source.StartActivity(TurnSpan) : Spans.OverSocket(TurnSpan, origin.Traceparent);
        span?.SetTag("user.id", userId);
        SendOutcome? outcome = null;
        try
        {
            return outcome = await Accept(userId, text, clientMessageId, origin, span, accepted, cancellationToken);
        }
        catch (Exception failure)
        {
            span.Fail(failure.GetType().Name);
            throw;
        }
        finally
        {
            // A turn has the place, and its span, until it is over.
            if (outcome?.Turn is null)
                places.GiveBack(userId);
            if (outcome?.Turn?.Span != span)
                span?.Dispose();
        }
    }

    /// <summary>Ends the open session. A reply in progress is stopped first; what was said so far belongs to the session.</summary>
    /// <returns>The session that ended; null where none was open.</returns>
    public async Task<SessionEnd?> End(Guid userId, CancellationToken cancellationToken)
    {
        await StopReplies(userId, cancellationToken);

        // Not cancelled: if it is ended, the person's other sockets hear of it, and it is counted.
        var ended = await messages.EndSession(userId, SessionEndReason.Command, CancellationToken.None);
        if (ended is not null)
            context.Tell(userId, ended);
        return ended;
    }

    /// <summary>Stops all replies to a person that are in progress, wherever they are, and waits for what was said so far to be stored; at most five seconds.</summary>
    public async Task StopReplies(Guid userId, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var stopped = turns.Stop(userId, clientMessageId: null);
        Tell(new StopWord(userId, ClientMessageId: null));
        Task finished = Task.WhenAll(stopped.Select(turn => turn.Reply));
        await finished.WaitAsync(StopPatience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StoppedElsewhere(userId, begun, cancellationToken);
    }

    /// <summary>The person is no more: their sockets close, and no replica knows them any longer.</summary>
    public void Leave(Guid userId)
    {
        LeaveHere(userId);
        Tell(new StopWord(userId, ClientMessageId: null, IsGone: true));
    }

    /// <summary>Stops the reply to a message, on whichever replica it is in progress. Nothing where none is.</summary>
    public void Stop(Guid userId, Guid clientMessageId)
    {
        if (turns.Stop(userId, clientMessageId).Count == 0)
            Tell(new StopWord(userId, clientMessageId));
    }

    /// <summary>The replies to a person that are in progress on this replica.</summary>
    public IReadOnlyList<Turn> InProgress(Guid userId) => turns.InProgress(userId);

    /// <summary>Marks the assistant's messages up to a seq as seen.</summary>
    /// <returns>The mark as it stands.</returns>
    public async Task<long> MarkRead(Guid userId, long upToSeq, CancellationToken cancellationToken)
    {
        var head = await messages.MarkRead(userId, upToSeq, cancellationToken);
        if (head.OpenSessionId is { } sessionId)
            await context.MarkRead(userId, sessionId, head.ReadSeq, cancellationToken);
        return head.ReadSeq;
    }

    /// <summary>The open session, by the database; its pending actions, by the cache.</summary>
    public async Task<SessionResponse> OpenSession(Guid userId, CancellationToken cancellationToken)
    {
        var head = await messages.Head(userId, cancellationToken);
        if (head.OpenSessionId is not { } sessionId || head.TimedOut(limits.Value, time.GetUtcNow()))
            return new SessionResponse(null, null, null, 0, NothingPending);

        var pending = await context.PendingActions(userId, sessionId, cancellationToken);
        return new SessionResponse(sessionId, head.SessionStartedAt, head.LastActiveAt, head.SessionCount, pending ?? NothingPending);
    }

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _control = await backplane.SubscribeControl(Hear, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_control is not null)
            await _control.DisposeAsync();
        _control = null;
    }

    private async Task<SendOutcome> Accept(
        Guid userId, string text, Guid? clientMessageId, Outbox? origin, Activity? span, Action<ChatMessage>? accepted, CancellationToken cancellationToken)
    {
        var arrival = new Arrival(origin, metrics.Now);

        // Not cancelled by a client that hangs up: what is stored has the turn, and must be answered.
        StoreOutcome stored;
        using (Spans.Source.StartActivity(TurnStage.Accept))
            stored = await messages.Accept(userId, text, clientMessageId, CancellationToken.None);
        if (stored.Status == StoreStatus.Duplicate)
            return await SendAgain(userId, text, clientMessageId!.Value, arrival, span, accepted, cancellationToken);
        if (stored.Status == StoreStatus.UnknownUser)
            return SendOutcome.UnknownUser;

        metrics.Accepted(arrival);
        Name(span, stored.Message!);
        metrics.Stage(TurnStage.Accept, arrival.At);
        accepted?.Invoke(stored.Message!);
        foreach (var ended in stored.Ended ?? [])
            context.Tell(userId, ended);
        hub.Publish(userId, MessageFrame.Of(stored.Message!).ToUtf8(), except: origin);
        return new SendOutcome(SendStatus.Accepted, stored.Message, turns.Begin(stored, arrival, span));
    }

    private async Task<SendOutcome> SendAgain(
        Guid userId, string text, Guid clientMessageId, Arrival arrival, Activity? span, Action<ChatMessage>? accepted, CancellationToken cancellationToken)
    {
        var sent = (await messages.FindSent(userId, clientMessageId, cancellationToken))!;
        // Of what was forgotten since nobody knows how it read.
        if (sent.Text != text && sent.Metadata.Forgotten is null)
            return SendOutcome.Conflict;

        Name(span, sent);
        accepted?.Invoke(sent);
        var reply = await messages.FindReply(userId, sent.Id, cancellationToken);
        return reply is null
            ? new SendOutcome(SendStatus.Accepted, sent, turns.Resume(sent, arrival, span))
            : new SendOutcome(SendStatus.Answered, sent, Turn: null, reply);
    }

    private static void Name(Activity? span, ChatMessage message) =>
        span?.SetTag("aimi.message.id", message.Id).SetTag("aimi.message.seq", message.Seq).SetTag("aimi.session.id", message.SessionId);

    /// <summary>
    /// Another replica stores what it said and gives the turn back, which the head of the conversation shows. Turns of messages that come
    /// meanwhile are not waited for.
    /// </summary>
    private async Task StoppedElsewhere(Guid userId, long begun, CancellationToken cancellationToken)
    {
        long? last = null;
        while (await messages.FindHead(userId, cancellationToken) is { TurnSeq: { } seq } head
            && seq <= (last ??= head.LastSeq)
            && head.TurnExpiresAt > time.GetUtcNow()
            && time.GetElapsedTime(begun) < StopPatience)
            await Task.Delay(AskAgain, time, cancellationToken);
    }

    private void Tell(StopWord word) => backplane.PublishControl(JsonSerializer.SerializeToUtf8Bytes(word));

    private void Hear(ReadOnlyMemory<byte> said)
    {
        if (JsonSerializer.Deserialize<StopWord>(said.Span) is not { } word)
            return;

        turns.Stop(word.UserId, word.ClientMessageId);
        if (word.IsGone)
            LeaveHere(word.UserId);
    }

    private void LeaveHere(Guid userId)
    {
        people.Forget(userId);
        hub.SignOut(userId);
    }

    /// <summary>Among replicas: stop the reply to this message, or all of this person's, who may be gone.</summary>
    private sealed record StopWord(Guid UserId, Guid? ClientMessageId, bool IsGone = false);
}

internal enum SendStatus
{
    /// <summary>Stored; the turn answers it.</summary>
    Accepted,

    /// <summary>It was sent before, and this is its answer.</summary>
    Answered,

    /// <summary>That client id belongs to a message with another text.</summary>
    Conflict,

    /// <summary>Too many of the person's messages wait for their replies.</summary>
    TooMany,

    /// <summary>The process ends, and begins no turn any more.</summary>
    Draining,

    UnknownUser,
}

internal sealed record SendOutcome(SendStatus Status, ChatMessage? Message = null, Turn? Turn = null, ChatMessage? Reply = null)
{
    public static readonly SendOutcome Conflict = new(SendStatus.Conflict);
    public static readonly SendOutcome TooMany = new(SendStatus.TooMany);
    public static readonly SendOutcome Draining = new(SendStatus.Draining);
    public static readonly SendOutcome UnknownUser = new(SendStatus.UnknownUser);

    /// <summary>Why nothing was stored, as the contract says it; null where it was.</summary>
    public (int Status, string Code, string Detail)? Refusal => Status switch
    {
        SendStatus.Conflict => (409, Problems.IdempotencyConflict, "That client_message_id was sent before with another text."),
        SendStatus.TooMany => (429, Problems.RateLimited, "Too many of your messages wait for their replies."),
        SendStatus.Draining => (503, Problems.Unavailable, "Aimi is being stopped here, and did not store the message. Send it again shortly."),
        SendStatus.UnknownUser => (401, Problems.Unauthenticated, "There is no such person."),
        _ => null,
    };
}
