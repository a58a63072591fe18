using Microsoft.Extensions.AI;

namespace Aimi.Assistant;

/// <summary>What it does to an answer it does to one that is streamed; a whole answer is that, put together.</summary>
internal abstract class StreamingChatClient(IChatClient model) : DelegatingChatClient(model)
{
    public sealed override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);
}
