using System.Text.Json.Serialization;

namespace Aimi.Cli.Contract;

/// <summary>A frame of <c>/ws/chat</c> from the server. A type that this client does not know is read as this base, and ignored.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Delta), "delta")]
[JsonDerivedType(typeof(Said), "message")]
[JsonDerivedType(typeof(Notified), "notification")]
[JsonDerivedType(typeof(SessionEnded), "session_ended")]
[JsonDerivedType(typeof(Failed), "error")]
[JsonDerivedType(typeof(Pong), "pong")]
internal record ServerFrame;

/// <summary>The first frame of a connection; <c>last_seq</c> is the newest message that was stored before it.</summary>
internal sealed record Hello(int Protocol, long LastSeq) : ServerFrame;

/// <summary>The person's message is durable.</summary>
internal sealed record Accepted(Guid ClientMessageId, ChatMessage Message) : ServerFrame;

/// <summary>A piece of the reply that will be stored as message <c>reply_id</c>.</summary>
internal sealed record Delta(Guid ReplyId, string Text) : ServerFrame;

/// <summary>A whole stored message: a reply, a reminder, what was said on another device.</summary>
internal sealed record Said(ChatMessage Message, IReadOnlyList<ChatAction>? Actions = null) : ServerFrame;

internal sealed record Notified(Notification Notification) : ServerFrame;

/// <summary><c>reason</c> is command, timeout, limit or system.</summary>
internal sealed record SessionEnded(string Reason) : ServerFrame;

/// <summary>With a <c>client_message_id</c> that message failed; without one, the last thing that was asked for.</summary>
internal sealed record Failed(string Code, string? Detail = null, Guid? ClientMessageId = null) : ServerFrame;

internal sealed record Pong : ServerFrame;
