using System.Text.Json.Serialization;

namespace Aimi.Cli.Contract;

/// <summary>A frame of <c>/ws/chat</c> to the server.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Send), "send")]
[JsonDerivedType(typeof(Read), "read")]
[JsonDerivedType(typeof(EndSession), "end_session")]
[JsonDerivedType(typeof(Resume), "resume")]
[JsonDerivedType(typeof(Stop), "stop")]
internal abstract record ClientFrame;

/// <summary>The same id again is the same message, never a second one.</summary>
internal sealed record Send(string Text, Guid ClientMessageId) : ClientFrame;

internal sealed record Read(long UpToSeq) : ClientFrame;

internal sealed record EndSession : ClientFrame;

internal sealed record Resume(long AfterSeq) : ClientFrame;

internal sealed record Stop(Guid ClientMessageId) : ClientFrame;
