namespace Aimi.Reminders.Channels;

/// <summary>What webhooks may call.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Whether a person may have private and loopback addresses called, and plain http. Default false. For a home server that calls another in the same
    /// house; where people do not know each other it would open the operator's network to all of them.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }
}
