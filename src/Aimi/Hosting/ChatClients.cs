namespace Aimi.Hosting;

/// <summary>The keys of the chat clients that are not the assistant's own.</summary>
internal static class ChatClients
{
    /// <summary>The language models of the settings as they are: without a persona, without tools, and without the offline assistant, who has no judgement to offer. It has no model where none is configured.</summary>
    public const string Plain = "plain";
}
