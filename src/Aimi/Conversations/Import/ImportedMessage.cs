using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aimi.Data;
using Aimi.Hosting.Resources;
using Aimi.Messages;

namespace Aimi.Conversations.Import;

/// <summary>A message of another chat, as a line of the file gives it.</summary>
/// <param name="Text">1 to 32,000 characters, as long as the longest reply.</param>
/// <param name="OccurredAt">When it was said.</param>
/// <param name="ExternalId">What it is called where it comes from: the same id is imported once. 1 to 200 characters.</param>
/// <param name="Conversation">What belongs together: its messages form sessions of their own. 1 to 200 characters.</param>
public sealed record ImportedMessage(MessageRole Role, string Text, DateTimeOffset OccurredAt, string? ExternalId = null, string? Conversation = null)
{
    private const int MaxText = 32_000;
    private const int MaxName = 200;

    // Clocks of other machines are not that of this one.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with it: the member, and what it has to be; null where nothing is.</summary>
    public (string Field, string What)? Refusal(DateTimeOffset now) =>
        PlainText.Refusal(Text, MaxText) is { } refusal ? ("text", refusal)
        : OccurredAt < DateTimeOffset.UnixEpoch || OccurredAt > now + MaxAhead ? ("occurred_at", "A time since 1970 that is not in the future.")
        : ExternalId is not null && PlainText.Refusal(ExternalId, MaxName) is not null ? ("external_id", "1 to 200 characters, not only white space.")
        : Conversation is not null && PlainText.Refusal(Conversation, MaxName) is not null ? ("conversation", "1 to 200 characters, not only white space.")
        : null;

    /// <summary>The id under which it is stored: its own, or one made of all that it says, so that a line without one is imported once, too.</summary>
    public string StoredId(Guid userId)
    {
        if (ExternalId is not null)
            return ExternalId;

        var said = string.Create(CultureInfo.InvariantCulture, $"{userId}\n{Conversation?.Length}\n{Conversation}\n{Role}\n{Instant.Truncate(OccurredAt).Ticks}\n{Text}");
        return "derived:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)));
    }
}
