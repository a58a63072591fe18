namespace Aimi.Cli.Contract;

/// <summary>A stored message, as the server writes it; members that this client does not use are left out.</summary>
internal sealed record ChatMessage(
    Guid MessageId,
    long Seq,
    string Role,
    string Text,
    DateTimeOffset OccurredAt,
    Guid? ReplyTo = null,
    bool Read = false)
{
    /// <summary>Said by Aimi, not by the person.</summary>
    public bool FromAssistant => Role is "assistant";
}

/// <summary>What a reply changed: the receipt under it.</summary>
internal sealed record ChatAction(string Type, string? Summary = null);

/// <summary>A reminder that is due, an entity that changed.</summary>
internal sealed record Notification(Guid Id, string Title, DateTimeOffset OccurredAt, string? Body = null);

/// <summary>The answer of <c>GET /chat/messages</c>.</summary>
internal sealed record MessagePage(IReadOnlyList<ChatMessage> Items);
