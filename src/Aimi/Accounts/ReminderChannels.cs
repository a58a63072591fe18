namespace Aimi.Accounts;

/// <summary>The ways in which a person can be reminded, by the names that their settings know. What they do is the reminders' affair.</summary>
public static class ReminderChannels
{
    public const string Log = "log";
    public const string AssistantMessage = "assistant_message";
    public const string Notification = "notification";
    public const string Email = "email";
    public const string Webhook = "webhook";

    public static readonly IReadOnlyList<string> All = [Log, AssistantMessage, Notification, Email, Webhook];
}
