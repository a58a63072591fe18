using System.Text.Json;
using System.Text.Json.Serialization;
using Aimi.Hosting;
using Aimi.Messages;

namespace Aimi.Conversations;

/// <summary>What a client sends over the socket. <c>type</c> names the kind.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SendFrame), "send")]
[JsonDerivedType(typeof(ReadFrame), "read")]
[JsonDerivedType(typeof(EndSessionFrame), "end_session")]
[JsonDerivedType(typeof(ResumeFrame), "resume")]
[JsonDerivedType(typeof(StopFrame), "stop")]
[JsonDerivedType(typeof(PingFrame), "ping")]
public abstract record ClientFrame;

public sealed record SendFrame(string Text, Guid? ClientMessageId = null) : ClientFrame;

public sealed record ReadFrame(long UpToSeq) : ClientFrame;

public sealed record EndSessionFrame : ClientFrame;

public sealed record ResumeFrame(long AfterSeq) : ClientFrame;

public sealed record StopFrame(Guid ClientMessageId) : ClientFrame;

public sealed record PingFrame : ClientFrame;

/// <summary>What the server sends over the socket.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloFrame), "hello")]
[JsonDerivedType(typeof(AcceptedFrame), "accepted")]
[JsonDerivedType(typeof(DeltaFrame), "delta")]
[JsonDerivedType(typeof(MessageFrame), "message")]
[JsonDerivedType(typeof(SessionEndedFrame), "session_ended")]
[JsonDerivedType(typeof(ErrorFrame), "error")]
[JsonDerivedType(typeof(PongFrame), "pong")]
public abstract record ServerFrame
{
    /// <summary>The frame as it goes over the wire: made once, sent to many.</summary>
    public ReadOnlyMemory<byte> ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Options);
}

public sealed record HelloFrame(int Protocol, Guid UserId, long LastSeq, Guid? SessionId) : ServerFrame;

public sealed record AcceptedFrame(Guid? ClientMessageId, MessageResponse Message) : ServerFrame;

public sealed record DeltaFrame(Guid ReplyId, string Text) : ServerFrame;

public sealed record MessageFrame(MessageResponse Message, IReadOnlyList<ReplyAction> Actions) : ServerFrame
{
    public static MessageFrame Of(ChatMessage message, bool read = false) => new(MessageResponse.Of(message, read), message.Metadata.Actions ?? []);
}

public sealed record SessionEndedFrame(Guid SessionId, SessionEndReason Reason) : ServerFrame;

/// <param name="TraceId">By which an operator finds what went on; absent where no trace of it is kept.</param>
public sealed record ErrorFrame(string Code, string Detail, Guid? ClientMessageId = null, string? TraceId = null) : ServerFrame;

public sealed record PongFrame : ServerFrame;
