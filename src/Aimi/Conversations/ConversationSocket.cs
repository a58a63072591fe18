using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Aimi.Hosting;
using Aimi.Hosting.Limits;
using Aimi.Hosting.Telemetry;
using Aimi.Messages;
using Aimi.Realtime;

namespace Aimi.Conversations;

/// <summary>The chat over a WebSocket: reads frames one after the other, and writes what the outbox holds.</summary>
internal sealed partial class ConversationSocket(
    ConversationService conversation, ChatMessages messages, RealtimeHub hub, RateGate gate, RateLimits limits, ILogger<ConversationSocket> log)
{
    private const int MaxFrame = 64 * 1024;
    private const int ReplayPage = 200;

    /// <summary>How long a client may take to say goodbye, or to take what waits for it.</summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    /// <summary>Talks to one client until either side ends it.</summary>
    public async Task Run(WebSocket socket, Guid userId, Outbox outbox, CancellationToken cancellationToken)
    {
        await using var membership = await hub.Join(userId, outbox);
        if (membership is null)
        {
            await Close(socket, (WebSocketCloseStatus)1013, "Too many connections.");
            return;
        }

        var head = await messages.Head(userId, cancellationToken);
        var hello = new HelloFrame(1, userId, head.LastSeq, head.OpenSessionId).ToUtf8();
        using var session = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Read(socket, userId, outbox, session.Token);
        var writing = Write(socket, hello, outbox, session.Token);
        await Task.WhenAny(reading, writing, outbox.Closed);
        outbox.Close(OutboxEnd.Leaving);
        await Patiently(writing);

        var (status, why) = reading.IsCompletedSuccessfully ? await reading : await outbox.Closed switch
        {
            OutboxEnd.SignedOut => (WebSocketCloseStatus.PolicyViolation, "Signed out."),
            OutboxEnd.Overflow => ((WebSocketCloseStatus)1013, "The client reads too slowly."),
            _ => (WebSocketCloseStatus.EndpointUnavailable, "The server is going away."),
        };
        await Close(socket, status, why);
        await Patiently(reading);
        await session.CancelAsync();
        await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<(WebSocketCloseStatus Status, string Why)> Read(WebSocket socket, Guid userId, Outbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Waits for a frame's beginning and takes nothing of it: a socket that is silent holds no buffer.
                var received = await socket.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
                var buffer = ArrayPool<byte>.Shared.Rent(MaxFrame + 1);
                try
                {
                    for (var length = 0; ; length += received.Count)
                    {
                        if (received.MessageType == WebSocketMessageType.Close)
                            return (WebSocketCloseStatus.NormalClosure, "Goodbye.");
                        if (received.MessageType == WebSocketMessageType.Binary)
                            return (WebSocketCloseStatus.InvalidMessageType, "Frames are text.");
                        if (length > MaxFrame)
                            return (WebSocketCloseStatus.MessageTooBig, "A frame is at most 64 KiB.");
                        if (received.EndOfMessage)
                        {
                            await Hear(buffer.AsMemory(0, length), userId, outbox, cancellationToken);
                            break;
                        }

                        received = await socket.ReceiveAsync(buffer.AsMemory(length, MaxFrame + 1 - length), cancellationToken);
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
        catch (WebSocketException)
        {
            // The line broke, or the client does not speak the protocol.
            return (WebSocketCloseStatus.ProtocolError, "The connection broke.");
        }
    }

    private async Task Hear(ReadOnlyMemory<byte> utf8, Guid userId, Outbox outbox, CancellationToken cancellationToken)
    {
        Guid? clientMessageId = null;
        try
        {
            if (await gate.Take(limits.Person, userId.ToString(), cancellationToken) is { } wait)
            {
                outbox.Send(TooMuch(wait, clientMessageId));
                return;
            }

            var frame = JsonSerializer.Deserialize<ClientFrame>(utf8.Span, WireJson.Options) ?? throw new JsonException();
            clientMessageId = (frame as SendFrame)?.ClientMessageId;
            await Obey(frame, userId, outbox, cancellationToken);
        }
        catch (Exception bad) when (bad is JsonException or NotSupportedException)
        {
            outbox.Send(FrameError.Of(utf8).ToUtf8());
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            FrameFailed(userId, failure);
            var (code, detail) = ErrorHandling.IsDatabaseAway(failure)
                ? (Problems.Unavailable, "The database does not answer. Try again shortly.")
                : (Problems.InternalError, "Something went wrong here.");
            outbox.Send(new ErrorFrame(code, detail, clientMessageId).ToUtf8());
        }
    }

    private async Task Obey(ClientFrame frame, Guid userId, Outbox outbox, CancellationToken cancellationToken)
    {
        // What is sent is a turn, which has a trace of its own.
        using var span = NameOf(frame) is { } name ? Spans.OverSocket(name, outbox.Traceparent)?.SetTag("user.id", userId) : null;
        try
        {
            await Do(frame, userId, outbox, cancellationToken);
        }
        catch (Exception failure)
        {
            span.Fail(failure, cancellationToken);
            throw;
        }
    }

    private async Task Do(ClientFrame frame, Guid userId, Outbox outbox, CancellationToken cancellationToken)
    {
        switch (frame)
        {
            case SendFrame send:
                await Send(send, userId, outbox, cancellationToken);
                break;
            case ReadFrame { UpToSeq: >= 0 } read:
                await conversation.MarkRead(userId, read.UpToSeq, cancellationToken);
                break;
            case EndSessionFrame:
                await conversation.End(userId, cancellationToken);
                break;
            case ResumeFrame { AfterSeq: >= 0 } resume:
                await Replay(userId, resume.AfterSeq, outbox, cancellationToken);
                break;
            case StopFrame stop:
                conversation.Stop(userId, stop.ClientMessageId);
                break;
            case PingFrame:
                outbox.Send(new PongFrame().ToUtf8());
                break;
            default:
                outbox.Send(new ErrorFrame(Problems.ValidationFailed, "A seq is 0 or more.").ToUtf8());
                break;
        }
    }

    private static string? NameOf(ClientFrame frame) => frame switch
    {
        ReadFrame => "frame read",
        EndSessionFrame => "frame end_session",
        ResumeFrame => "frame resume",
        _ => null,
    };

    private async Task Send(SendFrame send, Guid userId, Outbox outbox, CancellationToken cancellationToken)
    {
        if (MessageText.Refusal(send.Text) is { } refusal)
        {
            outbox.Send(new ErrorFrame(Problems.ValidationFailed, refusal, send.ClientMessageId).ToUtf8());
            return;
        }

        if (await gate.Take(limits.Sends, userId.ToString(), cancellationToken) is { } wait)
        {
            outbox.Send(TooMuch(wait, send.ClientMessageId));
            return;
        }

        var sent = await conversation.Send(
            userId,
            send.Text,
            send.ClientMessageId,
            outbox,
            message => outbox.Send(new AcceptedFrame(send.ClientMessageId, MessageResponse.Of(message, read: true)).ToUtf8()),
            cancellationToken);
        switch (sent)
        {
            case { Reply: { } reply }:
                outbox.Send(MessageFrame.Of(reply).ToUtf8());
                break;
            case { Refusal: { } refused }:
                outbox.Send(new ErrorFrame(refused.Code, refused.Detail, send.ClientMessageId).ToUtf8());
                break;

                // Of a turn the outbox hears as the person's others do, and of its failure from the turn itself.
        }
    }

    private static ReadOnlyMemory<byte> TooMuch(TimeSpan wait, Guid? clientMessageId) =>
        new ErrorFrame(Problems.RateLimited, $"Too many frames. Try again after {RateGate.Seconds(wait)} s.", clientMessageId).ToUtf8();

    private async Task Replay(Guid userId, long afterSeq, Outbox outbox, CancellationToken cancellationToken)
    {
        HistoryPage page;
        do
        {
            page = await messages.History(userId, before: null, afterSeq, ReplayPage, cancellationToken);
            foreach (var message in page.Messages)
            {
                await outbox.SendPatiently(MessageFrame.Of(message, message.Seq <= page.ReadSeq).ToUtf8(), cancellationToken);
                afterSeq = message.Seq;
            }
        }
        while (page.HasMore);

        // Who comes back in the middle of a reply gets its beginning in one piece.
        foreach (var turn in conversation.InProgress(userId))
        {
            if (turn.Said is { Length: > 0 } said)
                outbox.Send(new DeltaFrame(turn.ReplyId, said).ToUtf8());
        }
    }

    // The outbox may hold what others said since it joined; the greeting goes before that.
    private static async Task Write(WebSocket socket, ReadOnlyMemory<byte> hello, Outbox outbox, CancellationToken cancellationToken)
    {
        await socket.SendAsync(hello, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        await foreach (var frame in outbox.Frames())
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
    }

    private static async Task Patiently(Task task) =>
        await task.WaitAsync(ClosePatience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task Close(WebSocket socket, WebSocketCloseStatus status, string why)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;

        using var patience = new CancellationTokenSource(ClosePatience);
        try
        {
            await socket.CloseOutputAsync(status, why, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    [LoggerMessage(1002, LogLevel.Error, "A frame of {UserId} failed", EventName = "frame_failed")]
    private partial void FrameFailed(Guid userId, Exception failure);
}
