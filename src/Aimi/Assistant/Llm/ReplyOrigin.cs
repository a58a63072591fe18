using Aimi.Messages;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Aimi.Assistant.Llm;

/// <summary>Who gives a reply. The chain writes it on each update, and on each call of a tool: who called goes on with what the tools gave.</summary>
/// <param name="Model">The name that the settings give it.</param>
/// <param name="Fallback">Why not the first of the chain; null where it is the first.</param>
public sealed record ReplyOrigin(string Model, FallbackReason? Fallback)
{
    private const string Key = "aimi.origin";

    /// <summary>Null where one model alone can be meant, the offline assistant of first run.</summary>
    public static ReplyOrigin? Of(ChatResponseUpdate update) => In(update.AdditionalProperties);

    /// <summary>Who called the tools whose results a conversation ends with; null where it ends with a person's words.</summary>
    internal static ReplyOrigin? OfCalls(IReadOnlyList<ChatMessage> said) =>
        said.Reverse().TakeWhile(message => message.Role != ChatRole.User)
            .SelectMany(message => message.Contents.OfType<FunctionCallContent>()).Select(call => In(call.AdditionalProperties)).FirstOrDefault(origin => origin is not null);

    internal ChatResponseUpdate On(ChatResponseUpdate update)
    {
        update.ModelId = Model;
        (update.AdditionalProperties ??= [])[Key] = this;
        foreach (var call in update.Contents.OfType<FunctionCallContent>())
            (call.AdditionalProperties ??= [])[Key] = this;
        return update;
    }

    private static ReplyOrigin? In(AdditionalPropertiesDictionary? properties) => properties?.TryGetValue(Key, out var origin) == true ? origin as ReplyOrigin : null;
}
