namespace Aimi.Accounts.Export;

/// <summary>What an export does not hold, and why. Whatever is not named here is in it.</summary>
internal static class LeftOut
{
    private const string Secret = "A secret, or what one is checked by.";
    private const string OfTheQueue = "Tells workers apart; it says nothing of the person.";
    private const string OfATrace = "Leads to what the operator's tracing keeps for some days; it says nothing of the person.";
    private const string Derived = "Made from what is here, and can be made again.";

    /// <summary>Whole tables.</summary>
    public static readonly IReadOnlyDictionary<string, string> Tables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["idempotency_keys"] = "Answers to requests, kept for a day; what they tell is here.",
        ["passwords"] = Secret,
        ["apple_grants"] = Secret,
        ["sync_changes"] = Derived,
    };

    /// <summary>Columns, as <c>table.column</c>, and members of documents, as <c>table.column.member</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Columns = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["users.settings.webhook.secret"] = Secret,
        ["users.settings.unsubscribe_key"] = Secret,
        ["users.settings.push_key"] = Secret,
        ["auth_sessions.refresh_hash"] = Secret,
        ["auth_sessions.rotation_key"] = Secret,
        ["access_tokens.hash"] = Secret,
        ["calendar_feeds.token_hash"] = Secret,
        ["devices.token"] = "Whoever has it can push to the device.",
        ["devices.token_hash"] = Secret,
        ["devices.auth"] = Secret,
        ["passkeys.credential_hash"] = Derived,
        ["memory_vectors.embedding"] = "Numbers that a model made of the content; the next model makes others.",
        ["memory_vectors.search_text"] = Derived,
        ["memory_vectors.content_hash"] = Derived,
        ["chat_messages.traceparent"] = OfATrace,
        ["events.traceparent"] = OfATrace,
        ["habits.traceparent"] = OfATrace,
        ["reminder_queue.traceparent"] = OfATrace,
        ["session_summary.lease_token"] = OfTheQueue,
        ["reminder_queue.lease_token"] = OfTheQueue,
    };

    /// <summary>A document as it is told.</summary>
    public static object? Redact(object? value) => value is UserSettings settings
        ? settings with { UnsubscribeKey = null, PushKey = null, Webhook = settings.Webhook is { } webhook ? webhook with { Secret = "" } : null }
        : value;
}
