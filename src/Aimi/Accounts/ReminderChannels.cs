namespace Aimi.Accounts;

/// <summary>The ways in which a person can be reminded, by the names that their settings know. What they do is the reminders' affair.</summary>
public static class ReminderChannels
{
    /// <summary>Nothing but the row of the log.</summary>
    public const string Log = "log";

    /// <summary>Aimi says it in the conversation.</summary>
    public const string AssistantMessage = "assistant_message";

    /// <summary>A row of <c>notifications</c>, pushed over the socket.</summary>
    public const string Notification = "notification";
    public const string Email = "email";
    public const string Webhook = "webhook";

    /// <summary>The person's phones and browsers, all of them.</summary>
    public const string Push = "push";

    public static readonly IReadOnlyList<string> All = [Log, AssistantMessage, Notification, Email, Webhook, Push];
}
