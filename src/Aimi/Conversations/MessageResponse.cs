using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Aimi.Messages;

namespace Aimi.Conversations;

/// <summary>A message on the wire.</summary>
/// <param name="Seq">Counts the person's messages 1, 2, 3, … without gaps.</param>
/// <param name="Read">The person saw it; always so for their own.</param>
/// <param name="ReplyTo">The message that this one answers.</param>
public sealed record MessageResponse(
    Guid MessageId,
    long Seq,
    Guid SessionId,
    MessageRole Role,
    string Text,
    DateTimeOffset OccurredAt,
    bool Read,
    Guid? ReplyTo,
    MessageMetadata Metadata)
{
    public static MessageResponse Of(ChatMessage message, bool read) => new(
        message.Id,
        message.Seq,
        message.SessionId,
        message.Role,
        message.Text,
        message.OccurredAt,
        read || message.Role == MessageRole.User,
        message.ReplyTo,
        message.Metadata);
}

/// <summary>What a person says.</summary>
/// <param name="Text">1 to 8,000 characters, not only white space.</param>
/// <param name="ClientMessageId">Makes the send idempotent: the same id again gives the same answer.</param>
public sealed record SendRequest([property: Description("1 to 8,000 characters."), MinLength(1), MaxLength(MessageText.MaxLength)] string Text, Guid? ClientMessageId = null);

/// <summary>The message and its reply, both stored.</summary>
/// <param name="Actions">Rows that the reply changed.</param>
public sealed record SendResponse(
    Guid SessionId, MessageResponse UserMessage, MessageResponse AssistantMessage, IReadOnlyList<ReplyAction> Actions)
{
    public static SendResponse Of(ChatMessage question, ChatMessage reply) => new(
        question.SessionId, MessageResponse.Of(question, read: true), MessageResponse.Of(reply, read: false), reply.Metadata.Actions ?? []);
}
